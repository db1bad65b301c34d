import { tmpdir } from 'node:os';
import { type CapabilityName, capabilityNames } from '../arena/capabilities.ts';
import { describeIsolation, type Isolation } from '../arena/isolation.ts';
import { probeNamespaces } from '../arena/namespaces.ts';
import { probeCapabilities } from '../arena/probe-capabilities.ts';
import { resolveGateway } from '../builds/resolve-gateway.ts';
import { exitCodes } from '../report/exit-code.ts';
import { doctorTexts } from './messages.ts';
import { ownVersion } from './versions.ts';

export interface Diagnosis {
	readonly schema: 1;
	readonly gatelock: string;
	readonly node: string;
	readonly platform: string;
	readonly user: string;
	readonly isolation: string;
	readonly capabilities: readonly {
		readonly name: CapabilityName;
		readonly present: boolean;
		readonly reason?: string;
		/** What is removed without it. */
		readonly removes: string;
		readonly nextStep?: string;
	}[];
}

/** `gatelock doctor`: what this machine has for the kit, and what each lack removes. */
export async function doctor(asJson: boolean): Promise<number> {
	const diagnosis = await diagnose();
	process.stdout.write(asJson ? `${JSON.stringify(diagnosis, null, '\t')}\n` : render(diagnosis));
	return exitCodes.pass;
}

async function diagnose(): Promise<Diagnosis> {
	const { visible } = await resolveGateway({ gateway: null, build: null }, process.cwd());
	const reason = await probeNamespaces([process.cwd(), tmpdir(), ...visible]);
	const isolation: Isolation =
		reason === null
			? { kind: 'namespaces', arenaRoot: tmpdir() }
			: { kind: 'process-groups', reason, arenaRoot: tmpdir() };
	const table = await probeCapabilities(isolation);
	return {
		schema: 1,
		gatelock: ownVersion(),
		node: process.versions.node,
		platform: `${process.platform} ${process.arch}`,
		user: process.getuid?.() === 0 ? 'root' : 'ordinary user',
		isolation: describeIsolation(isolation),
		capabilities: capabilityNames.map((name) => {
			const why = table[name];
			const { removes, nextStep } = doctorTexts[name];
			if (why === null) return { name, present: true, removes };
			return { name, present: false, reason: why, removes, ...(nextStep === '' ? {} : { nextStep }) };
		}),
	};
}

function render(diagnosis: Diagnosis): string {
	const lines = [
		`Gatelock ${diagnosis.gatelock} on Node ${diagnosis.node}, ${diagnosis.platform}, as ${diagnosis.user}`,
		`Isolation: ${diagnosis.isolation}`,
		'',
	];
	for (const { name, present, reason, removes, nextStep } of diagnosis.capabilities) {
		lines.push(`${present ? '✓' : '✗'} ${name.padEnd(16)} ${present ? 'present' : `missing: ${reason}`}`);
		if (!present) {
			lines.push(`  ${' '.repeat(16)} without it: ${removes}`);
			if (nextStep !== undefined) lines.push(`  ${' '.repeat(16)} next step: ${nextStep}`);
		}
	}
	const missing = diagnosis.capabilities.filter((capability) => !capability.present).length;
	lines.push(
		'',
		missing === 0 ? 'Nothing is missing.' : `${missing} missing; the cases that need them are skipped and counted.`,
		'',
	);
	return lines.join('\n');
}
