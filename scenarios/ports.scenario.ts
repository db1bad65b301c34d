import { scenario, sigkill } from '../harness/index.ts';

scenario(
	'Two profiles on two ports',
	{
		id: 'two-profiles-on-two-ports',
		shows: 'two gateways with own profiles and ports live side by side',
		covers: ['F11'],
		asserts: ['isolated-profiles', 'port-override'],
		tags: ['quick'],
	},
	async ({ arena }) => {
		const first = await arena.start({ profile: 'first' });
		await first.connect(3);
		const second = await arena.start({ profile: 'second', port: await arena.anotherPort() });
		await second.connect(3);
	},
);

scenario(
	'The default port',
	{
		id: 'the-default-port',
		shows: 'without --port the gateway takes 18789, loses it and gets it back by the same rules',
		covers: ['F1', 'F29'],
		asserts: ['binds-at-startup', 'single-instance', 'exact-error-in-use', 'rebinds-immediately'],
		needs: ['default-port'],
		defaultPort: true,
	},
	async ({ arena }) => {
		const holder = await arena.start();
		await arena.start();
		await holder.inject(sigkill);
		await arena.start();
	},
);

/** Variables from which servers take their port; the last two are those of the gateway this contract is about. */
const portVariables = ['PORT', 'GATEWAY_PORT', 'CLAWDBOT_GATEWAY_PORT', 'OPENCLAW_GATEWAY_PORT'];

scenario(
	'Another port in the environment',
	{
		id: 'port-in-the-environment',
		shows: 'a port in the environment does not win over --port',
		covers: ['F11'],
		asserts: ['port-override', 'binds-at-startup', 'exact-error-in-use'],
	},
	async ({ arena }) => {
		const other = await arena.anotherPort();
		const surroundings = Object.fromEntries(portVariables.map((name) => [name, `${other}`]));
		await arena.start({ surroundings });
		await arena.start({ surroundings });
	},
);

scenario(
	'The same home on another port',
	{
		id: 'same-home-on-another-port',
		shows:
			'where later builds promise one gateway for each home, its port does not matter; the original document is silent',
		covers: ['F9', 'F11'],
		asserts: ['port-override'],
	},
	async ({ arena }) => {
		const first = await arena.start();
		await first.connect(1);
		await arena.start({ port: await arena.anotherPort() });
	},
);
