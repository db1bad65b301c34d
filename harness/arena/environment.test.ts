import { expect, test } from 'vitest';
import { gatewayEnvironment } from './environment.ts';

const folders = { home: '/a/home/main', tmp: '/a/tmp', run: '/a/run' };
const own = {
	HOME: '/a/home/main',
	TMPDIR: '/a/tmp',
	XDG_CACHE_HOME: '/a/home/main/.cache',
	XDG_CONFIG_HOME: '/a/home/main/.config',
	XDG_DATA_HOME: '/a/home/main/.local/share',
	XDG_RUNTIME_DIR: '/a/run',
	XDG_STATE_HOME: '/a/home/main/.local/state',
};

test('only what is listed passes; the folders are the arena’s own', () => {
	const source = {
		PATH: '/bin',
		LANG: 'C.UTF-8',
		TZ: 'UTC',
		USER: 'me',
		HOME: '/home/me',
		TMPDIR: '/elsewhere',
		VITEST: 'true',
		VITEST_WORKER_ID: '1',
		NODE_ENV: 'test',
		NODE_OPTIONS: '--inspect',
		CLAWDBOT_ALLOW_MULTI_GATEWAY: '1',
		OPENCLAW_ALLOW_MULTI_GATEWAY: '1',
		INVOCATION_ID: 'x',
		XPC_SERVICE_NAME: 'x',
		CI: 'true',
		OPENAI_API_KEY: 'x',
	};
	expect(gatewayEnvironment(folders, {}, source)).toEqual({
		PATH: '/bin',
		LANG: 'C.UTF-8',
		TZ: 'UTC',
		USER: 'me',
		...own,
	});
});

test('nothing of the runner reaches a gateway, whatever the runner has set', () => {
	expect(process.env.VITEST).toBe('true');
	const names = Object.keys(gatewayEnvironment(folders, {}));
	expect(names.filter((name) => /VITEST|NODE_|JEST|ALLOW_MULTI|npm_/i.test(name))).toEqual([]);
});

test('what a case sets on purpose stands above everything', () => {
	const surroundings = { HOME: '/other', NODE_ENV: 'test', LANG: 'de_DE.UTF-8' };
	expect(gatewayEnvironment(folders, surroundings, { LANG: 'C' })).toEqual({ ...own, ...surroundings });
});
