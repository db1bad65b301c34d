import { appendFileSync, chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import type { Arena } from '../arena/arena.ts';
import { CapabilityMissingError } from '../arena/errors.ts';
import { unmount } from '../arena/homes.ts';
import type { Instance } from '../gateway/instance.ts';
import type { Fault, Proof } from './fault.ts';

/** Room that a gateway has before its disk is full, beyond what its home holds at first. */
const roomMb = 8;

const files = (arena: Arena) => path.join(arena.folder, 'state-fs');
const ballast = (arena: Arena) => path.join(files(arena), 'ballast.bin');

/** The disk of the home is full: ENOSPC. */
export const stateFolderFull = onStateFolder('ENOSPC', {
	async breakIt({ arena }) {
		const block = Buffer.alloc(64 * 1024);
		writeFileSync(ballast(arena), '');
		while (errnoOf(() => appendFileSync(ballast(arena), block)) === null);
		// The last pages go byte by byte, so that no small file fits either.
		while (errnoOf(() => appendFileSync(ballast(arena), block.subarray(0, 512))) === null);
	},
	async heal(arena) {
		rmSync(ballast(arena), { force: true });
	},
	async prove({ arena }) {
		return errnoOf(() => appendFileSync(ballast(arena), 'x'.repeat(4096)));
	},
});

/** The file system of the home turns read-only, as after an error of the disk: EROFS. */
export const stateFolderReadOnly = onStateFolder('EROFS', {
	async breakIt({ arena }) {
		const result = await execa('mount', ['-n', '-o', 'remount,ro', files(arena)], { reject: false, stdin: 'ignore' });
		if (result.exitCode !== 0) throw new CapabilityMissingError('read-only home', result.stderr.trim());
	},
	async heal(arena) {
		await execa('mount', ['-n', '-o', 'remount,rw', files(arena)], { reject: false, stdin: 'ignore' });
	},
	async prove({ arena }) {
		return errnoOf(() => writeFileSync(path.join(files(arena), 'probe'), ''));
	},
});

/** Nobody may enter the home any more: EACCES. The gateway runs without root's right to ignore that. */
export const stateFolderForbidden = onStateFolder('EACCES', {
	async breakIt({ arena, profile }) {
		chmodSync(arena.folders(profile).home, 0o000);
	},
	async heal(arena) {
		chmodSync(files(arena), 0o700);
	},
	async prove({ arena, profile }) {
		const rights = '-dac_override,-dac_read_search';
		const words = ['--bounding-set', rights, '--inh-caps', rights, '--', 'sh', '-c', ': > "$0/probe"'];
		const probe = await execa('setpriv', [...words, arena.folders(profile).home], { reject: false, stdin: 'ignore' });
		return /permission denied/i.test(probe.stderr) ? 'EACCES' : `exit code ${probe.exitCode}`;
	},
});

/** Puts a profile's home on a small file system of its own, so that it can be filled or made read-only. */
export async function mountHome(arena: Arena, profile: string): Promise<void> {
	const { isolation, capabilities } = arena.context;
	if (isolation.kind !== 'namespaces') throw new CapabilityMissingError('namespaces', isolation.reason);
	if (capabilities.setpriv !== null) throw new CapabilityMissingError('setpriv', capabilities.setpriv);
	const target = files(arena);
	if (mkdirSync(target, { recursive: true }) === undefined) return;
	const { home } = arena.folders(profile);
	const used = await execa('du', ['-sm', home], { stdin: 'ignore' });
	const size = `size=${Number.parseInt(used.stdout, 10) + roomMb}m`;
	await execa('mount', ['-n', '-t', 'tmpfs', '-o', `${size},mode=0700`, 'gatelock', target], { stdin: 'ignore' });
	await execa('cp', ['-a', `${home}/.`, target], { stdin: 'ignore' });
	await execa('mount', ['-n', '--bind', target, home], { stdin: 'ignore' });
	arena.onClose(async () => {
		await unmount(home);
		await unmount(target);
	});
}

interface Breaking {
	breakIt(instance: Instance): Promise<void>;
	heal(arena: Arena): Promise<void>;
	/** The errno of a write there, by somebody with the gateway's rights. */
	prove(instance: Instance): Promise<string | null>;
}

/** A fault of the file system under a gateway's home; what the gateway makes of it is its own affair. */
function onStateFolder(errno: string, { breakIt, heal, prove }: Breaking): Fault {
	return {
		name: `state-folder-${errno}`,
		target: 'tree',
		effect: 'other',
		needsOwnHome: true,
		available: (capabilities) => capabilities.missing('namespaces'),
		async inject(instance) {
			await breakIt(instance);
			const seen = await prove(instance);
			const proof: Proof =
				seen === errno
					? { proved: true, how: `a write to the home fails with ${errno}` }
					: { proved: false, why: `a write to the home gave ${seen ?? 'no error'} instead of ${errno}` };
			return { pids: instance.processes('tree').map(({ pid }) => pid), proof: async () => proof };
		},
		heal: async ({ arena }) => await heal(arena),
	};
}

function errnoOf(act: () => void): string | null {
	try {
		act();
		return null;
	} catch (error) {
		return error instanceof Error && 'code' in error ? String(error.code) : String(error);
	}
}
