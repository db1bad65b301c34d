import { tmpdir } from 'node:os';
import { capabilityNames } from '../arena/capabilities.ts';
import { describeIsolation, type Isolation } from '../arena/isolation.ts';
import { probeNamespaces } from '../arena/namespaces.ts';
import { probeCapabilities } from '../arena/probe-capabilities.ts';
import { alwaysVisible } from '../builds/resolve-gateway.ts';
import { exitCodes } from '../report/exit-code.ts';
import { type Diagnosis, renderDiagnosis } from './doctor-page.ts';
import { whyNoChromium } from './find-chromium.ts';
import { commandFor } from './install-command.ts';
import { doctorTexts } from './messages.ts';
import { ownVersion } from './own-version.ts';

/** `gatelock doctor`: what this machine has for the kit, and what each lack removes. */
export async function doctor(asJson: boolean): Promise<number> {
	const diagnosis = await diagnose();
	const look = { color: false, columns: process.stdout.columns ?? 100 };
	process.stdout.write(asJson ? `${JSON.stringify(diagnosis, null, '\t')}\n` : renderDiagnosis(diagnosis, look));
	return exitCodes.pass;
}

async function diagnose(): Promise<Diagnosis> {
	const visible = alwaysVisible(process.cwd());
	const reason = await probeNamespaces([process.cwd(), tmpdir(), ...visible]);
	const isolation: Isolation =
		reason === null
			? { kind: 'namespaces', arenaRoot: tmpdir() }
			: { kind: 'process-groups', reason, arenaRoot: tmpdir() };
	const table = await probeCapabilities(isolation, visible);
	return {
		schema: 1,
		gatelock: ownVersion(),
		node: process.versions.node,
		platform: `${process.platform} ${process.arch}`,
		user: process.getuid?.() === 0 ? 'root' : 'ordinary user',
		isolation: describeIsolation(isolation, table['ipc-objects']),
		capabilities: [...capabilityNames, 'chromium' as const].map((name) => {
			const why = name === 'chromium' ? whyNoChromium() : table[name];
			const { removes, nextStep } = doctorTexts[name];
			const command = why === null ? null : commandFor(doctorTexts[name], why);
			if (why === null) return { name, present: true, removes };
			return { name, present: false, reason: why, removes, nextStep, ...(command === null ? {} : { command }) };
		}),
	};
}
