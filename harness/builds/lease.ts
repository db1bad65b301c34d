import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { isAlive, readStat } from '../observe/proc.ts';

/** Whoever is in another PID namespace cannot be looked at; no run takes longer. */
const longestUseMs = 24 * 60 * 60 * 1000;

/** Of the file whose time is that of the last use. */
const lastUseName = 'last-use';

const leaseSchema = z.object({ pid: z.int().positive(), startTicks: z.number(), namespace: z.string() });

/**
 * Says that this process uses a cached build until it ends, and when it was last used. Where the cache cannot be written
 * (inside a run's namespaces) nothing is said: whoever started us has said it.
 */
export function leaseBuild(cacheDir: string, key: string): void {
	const folder = leaseFolder(cacheDir, key);
	const startTicks = readStat(process.pid)?.startTicks ?? 0;
	const namespace = pidNamespace();
	const file = path.join(folder, `${process.pid}-${namespace.replaceAll(/\D/g, '')}.json`);
	try {
		mkdirSync(folder, { recursive: true });
		writeFileSync(file, JSON.stringify({ pid: process.pid, startTicks, namespace }));
		// Not the folder's own time: that changes when a lease ends.
		writeFileSync(path.join(folder, lastUseName), '');
	} catch {
		return;
	}
	if (leases.size === 0) process.once('exit', endLeases);
	leases.add(file);
}

/** Of this process. */
const leases = new Set<string>();

function endLeases(): void {
	for (const file of leases) rmSync(file, { force: true });
}

/** Whether a process that lives uses the build. What dead ones left behind is removed. */
export function isLeased(cacheDir: string, key: string): boolean {
	const folder = leaseFolder(cacheDir, key);
	return leasesIn(folder).some((name) => {
		const file = path.join(folder, name);
		if (lives(file)) return true;
		rmSync(file, { force: true });
		return false;
	});
}

/** When the build was last obtained; null when that is not known. */
export function lastUsedAt(cacheDir: string, key: string): Date | null {
	return statSync(path.join(leaseFolder(cacheDir, key), lastUseName), { throwIfNoEntry: false })?.mtime ?? null;
}

export function forgetLeases(cacheDir: string, key: string): void {
	rmSync(leaseFolder(cacheDir, key), { recursive: true, force: true });
}

function lives(file: string): boolean {
	try {
		const { pid, startTicks, namespace } = leaseSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
		if (namespace === pidNamespace()) return process.platform === 'linux' ? isAlive(pid, startTicks) : answers(pid);
		return Date.now() - statSync(file).mtimeMs < longestUseMs;
	} catch {
		return false;
	}
}

function answers(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

function leasesIn(folder: string): string[] {
	try {
		return readdirSync(folder).filter((name) => name !== lastUseName);
	} catch {
		return [];
	}
}

/** Empty where the platform has none. */
function pidNamespace(): string {
	try {
		return readlinkSync('/proc/self/ns/pid');
	} catch {
		return '';
	}
}

function leaseFolder(cacheDir: string, key: string): string {
	return path.join(cacheDir, 'use', key);
}
