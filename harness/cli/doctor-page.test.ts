import { expect, test } from 'vitest';
import { type CapabilityName, capabilityNames } from '../arena/capabilities.ts';
import { type Diagnosis, renderDiagnosis } from './doctor-page.ts';
import { doctorTexts } from './messages.ts';

test('all, some or nothing missing', () => {
	expect(renderDiagnosis(diagnosisWithout('strace', 'privileged-ports'), look(80))).toMatchInlineSnapshot(`
		"Gatelock 0.1.0 on Node 24.21.0, linux x64, as ordinary user
		Isolation: process groups, reserved ports and a parent-death guard (no
		           namespaces: not installed)

		✓ namespaces        present
		✗ strace            missing: not installed
		                    without it: faults at a system call (injected bind failures,
		                    SIGKILL as it calls bind), and both explorers
		                    next step: install strace
		✓ setpriv           present
		✗ privileged-ports  missing: not installed
		                    without it: the real bind failure of an ordinary user on a
		                    privileged port
		                    next step: install setpriv, and let ports below 1024 be for
		                    root only
		✓ default-port      present
		✓ ipc-objects       present
		✓ libfaketime       present
		✓ second-uid        present

		2 missing; the cases that need them are skipped and counted.
		"
	`);
	expect(renderDiagnosis(diagnosisWithout(), look(80))).toMatch(/\n\nNothing is missing\.\n$/);
	expect(renderDiagnosis(diagnosisWithout(...capabilityNames), look(80))).toContain(
		`\n\n${capabilityNames.length} missing; `,
	);
});

test.each([40, 60, 80, 100, 200])('in a terminal of %i columns every text stands in its column', (columns) => {
	const lines = renderDiagnosis(diagnosisWithout(...capabilityNames), look(columns)).split('\n');
	expect(lines.filter((line) => line.length > columns)).toEqual([]);
	const table = lines.slice(lines.indexOf('') + 1).filter((_, index, rest) => index < rest.indexOf(''));
	// Mark, blank, name, two blanks.
	const from = 2 + Math.max(...capabilityNames.map((name) => name.length)) + 2;
	expect(table.filter((line) => !/^.{2}[a-z -]* {2}$/.test(line.slice(0, from)) || line[from] === ' ')).toEqual([]);
	expect(table.length).toBeGreaterThan(10);
});

const look = (columns: number) => ({ color: false, columns });

function diagnosisWithout(...missing: CapabilityName[]): Diagnosis {
	return {
		schema: 1,
		gatelock: '0.1.0',
		node: '24.21.0',
		platform: 'linux x64',
		user: 'ordinary user',
		isolation: 'process groups, reserved ports and a parent-death guard (no namespaces: not installed)',
		capabilities: capabilityNames.map((name) => {
			const { removes, nextStep } = doctorTexts[name];
			if (!missing.includes(name)) return { name, present: true, removes };
			return { name, present: false, reason: 'not installed', removes, ...(nextStep === '' ? {} : { nextStep }) };
		}),
	};
}
