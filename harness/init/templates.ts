/** A text as TypeScript writes it. */
export function quote(text: string): string {
	return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** `gatelock.config.ts`. */
export function configText(target: { readonly gateway: string | null; readonly build: string | null }): string {
	const named =
		target.build === null
			? `	${target.gateway === null ? '// ' : ''}gateway: ${quote(target.gateway ?? 'node gateway.js gateway --port {port}')},`
			: `	build: ${quote(target.build)},`;
	return `import { defineConfig } from 'gatelock';

/** Options on the command line win over these. */
export default defineConfig({
	// What to judge: any program; {port} is replaced by the port. Without it, the kit's own reference gateway.
${named}
	// Other time limits: limits: { 'fails-fast': '2s' },
	// Only some scenarios: tags: ['quick'],
});
`;
}

/**
 * A scenario that every correct gateway passes.
 *
 * @param id when it is not the one that the title gives
 */
export function scenarioText(title: string, id?: string): string {
	return `import { expect, scenario, sigkill } from 'gatelock';

scenario(
	${quote(title)},
	// The clauses of the contract that this story is about. The others are judged too.
	{ ${id === undefined ? '' : `id: ${quote(id)}, `}asserts: ['rebinds-immediately', 'no-stale-lock', 'single-instance'] },
	async ({ arena }) => {
		const holder = await arena.start();
		await holder.connect(5);
		await holder.inject(sigkill);
		const next = await arena.start();
		// What you expect beyond the contract.
		expect(next).toBeListeningOn(arena.port);
	},
);
`;
}

/** Lets Vitest itself (an editor, --watch, a debugger) find the scenario files. */
export const vitestConfigText = `// Where Node is too old, this says so; Vitest would fail without a word on it.
import 'gatelock/node-guard';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: { include: ['scenarios/**/*.scenario.ts', '**/*.test.ts'], pool: 'forks' },
});
`;

/** A workflow of GitHub Actions. */
export const workflowText = `name: gateway lock

on: [push, pull_request]

jobs:
  gatelock:
    runs-on: ubuntu-24.04
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
          cache: npm
      - run: npm ci
      # Faults at a system call need strace; isolation of each run needs user namespaces.
      - run: sudo apt-get update && sudo apt-get install --yes strace
      - run: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0
      - run: npx gatelock doctor
      - run: npx gatelock run --json gatelock.json --junit gatelock.xml
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: gatelock
          path: |
            gatelock.json
            gatelock.xml
            .gatelock
          include-hidden-files: true
`;

/** Records of runs do not belong into the repository. */
export const ignoredFolder = '.gatelock/';
