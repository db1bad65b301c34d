import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { cleanState } from './crash-state.ts';
import { linksIn, throughLinks } from './links.ts';

test('who looks below a link has looked at what it leads to', () => {
	const arena = tempFolder();
	mkdirSync(path.join(arena, 'home/main'), { recursive: true });
	mkdirSync(path.join(arena, 'tmp'));
	symlinkSync('.data', path.join(arena, 'home/main/.gateway'));
	symlinkSync('/tmp/state', path.join(arena, 'home/main/.data'));
	symlinkSync('/etc/hosts', path.join(arena, 'home/main/hosts'));
	const gone = { path: 'run/now', kind: 'symlink', mode: 0o777, sizeBytes: 1, ageMs: 0, target: '../tmp/old' } as const;
	const links = linksIn({ arena, isPrivate: true, shown: [] }, { ...cleanState, entries: [gone] });
	expect([...links]).toEqual([
		['run/now', 'tmp/old'],
		['home/main/.data', 'tmp/state'],
		['home/main/.gateway', 'home/main/.data'],
	]);
	const looks = throughLinks(
		{
			readSet: [
				['home/main/.gateway/lock', ['content']],
				['home/main/.gatewayed', ['stat']],
				['tmp/state/lock', ['stat']],
				['run/now', ['exists']],
			],
			logs: ['tmp/log'],
		},
		links,
	);
	expect(looks).toEqual({
		readSet: [
			['home/main/.gateway/lock', ['content']],
			['home/main/.gatewayed', ['stat']],
			['tmp/state/lock', ['stat', 'content']],
			['run/now', ['exists']],
			['home/main/.data/lock', ['content']],
			['tmp/old', ['exists']],
		],
		logs: ['tmp/log'],
	});
});
