import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { probeNamespaces } from '../../harness/arena/namespaces.ts';
import { referenceGateway } from '../../harness/gateway/reference-gateway.ts';
import { measureInCage } from './cage.ts';
import { contextFor, visiblePaths } from './context.ts';
import type { Measured } from './job.ts';

/** What every test of fixture gateways shares: the measured reference gateway, or why no cage can be made here. */
export type MeasuredZoo = { readonly missing: string } | ({ readonly missing: null } & Measured);

declare module 'vitest' {
	export interface ProvidedContext {
		measuredZoo: MeasuredZoo;
	}
}

/** Each project has a copy of this module; the measurement is the same for all of them. */
const shared: { [zoo: symbol]: Promise<MeasuredZoo> | undefined } = globalThis as never;
const zoo = Symbol.for('gatelock.measured-zoo');

/** Measures the reference gateway once for all projects of one run of Vitest. */
export default async function provideMeasuredZoo(vitest: TestProject): Promise<void> {
	shared[zoo] ??= measure();
	vitest.provide('measuredZoo', await shared[zoo]);
}

async function measure(): Promise<MeasuredZoo> {
	const missing = await whyNoCage();
	if (missing !== null) return { missing };
	const folder = mkdtempSync(path.join(tmpdir(), 'gatelock-zoo-'));
	try {
		return { missing, ...(await measureInCage(contextFor(folder, 'reference', referenceGateway().words))) };
	} finally {
		rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
	}
}

async function whyNoCage(): Promise<string | null> {
	if (process.env.GATELOCK_NAMESPACES === 'off') return 'switched off by GATELOCK_NAMESPACES=off';
	return await probeNamespaces([tmpdir(), ...visiblePaths]);
}
