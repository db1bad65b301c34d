import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import type { Arena } from './arena.ts';
import { CapabilityMissingError } from './errors.ts';

/** Makes `alias` another name of the profile's home: a symbolic link. */
export function linkHome(arena: Arena, alias: string, profile = 'main'): void {
	arena.prepareProfile(profile);
	symlinkSync(profile, arena.folders(alias).home);
}

/**
 * Makes `alias` another name of the profile's home: a bind mount.
 *
 * @throws CapabilityMissingError outside of namespaces.
 */
export async function bindHome(arena: Arena, alias: string, profile = 'main'): Promise<void> {
	const { isolation } = arena.context;
	if (isolation.kind !== 'namespaces') throw new CapabilityMissingError('namespaces', isolation.reason);
	arena.prepareProfile(profile);
	const { home } = arena.folders(alias);
	mkdirSync(home, { recursive: true });
	await execa('mount', ['-n', '--bind', arena.folders(profile).home, home], { stdin: 'ignore' });
	arena.onClose(async () => await unmount(home));
}

/** A home that does not exist: as surroundings of a start. */
export function missingHome(arena: Arena): { HOME: string } {
	return { HOME: path.join(arena.folder, 'home', 'not-there', 'yet') };
}

/** Lazily: a gateway that lives on in it must not keep the run from ending. */
export async function unmount(folder: string): Promise<void> {
	await execa('umount', ['-n', '-l', folder], { reject: false, stdin: 'ignore' });
}
