import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { release } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { installMarkerSchema, markerName } from '../builds/install-marker.ts';
import type { ResolvedGateway } from '../builds/resolve-gateway.ts';
import { ownVersion } from './own-version.ts';

/** Larger programs are not hashed. */
const maxHashedBytes = 256 * 1024 * 1024;

/** Versions of what took part in a run. */
export async function versions(gateway: ResolvedGateway): Promise<Record<string, string>> {
	return {
		gatelock: ownVersion(),
		node: process.versions.node,
		platform: `${process.platform} ${release()} ${process.arch}`,
		system: systemName(),
		strace: await straceVersion(),
		...gateway.versions,
		...integrity(gateway),
	};
}

/** Source: os-release(5). */
function systemName(): string {
	const text = read('/etc/os-release') ?? '';
	return /^PRETTY_NAME="?([^"\n]*)/m.exec(text)?.[1] ?? 'unknown';
}

async function straceVersion(): Promise<string> {
	const { stdout } = await execa('strace', ['-V'], { reject: false, timeout: 5_000, stdin: 'ignore' });
	return /version (\S+)/.exec(stdout ?? '')?.[1] ?? 'none';
}

/** What a build is by its content: the registry's word on a package, else a hash of each file that the command names. */
function integrity({ build, words }: ResolvedGateway): Record<string, string> {
	if (build !== null) {
		const marker = installMarkerSchema.safeParse(json(path.join(build.folder, markerName)));
		const known = marker.success ? marker.data.integrity : null;
		return known === null ? {} : { [`integrity of ${build.name}`]: known };
	}
	const files = words.slice(1).filter((word) => path.isAbsolute(word));
	return Object.fromEntries(
		files.flatMap((file) => {
			const hash = hashOf(file);
			return hash === null ? [] : [[`integrity of ${path.basename(file)}`, hash]];
		}),
	);
}

function hashOf(file: string): string | null {
	try {
		const stats = statSync(file);
		if (!stats.isFile() || stats.size > maxHashedBytes) return null;
		return `sha256-${createHash('sha256').update(readFileSync(file)).digest('base64')}`;
	} catch {
		return null;
	}
}

function json(file: string): unknown {
	try {
		return JSON.parse(read(file) ?? 'null');
	} catch {
		return null;
	}
}

function read(file: string): string | null {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return null;
	}
}
