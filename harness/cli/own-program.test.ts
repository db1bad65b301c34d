import { expect, test } from 'vitest';
import { programFor } from './own-program.ts';

test.each([
	['by npx', '/cache/node_modules/.bin/gatelock', { npm_lifecycle_event: 'npx' }, 'npx gatelock'],
	['in a clone', '/home/u/project/bin/gatelock.js', { npm_lifecycle_event: 'start' }, 'npx gatelock'],
	['by a script of the project', '/home/u/project/node_modules/.bin/gatelock', {}, 'npx gatelock'],
	['in a folder of the project', '/home/u/node_modules/gatelock/bin/gatelock.js', {}, 'npx gatelock'],
	['installed for all projects', '/usr/bin/gatelock', { PATH: '/bin:/usr/bin' }, 'gatelock'],
	['by its path', '/usr/bin/gatelock', { PATH: '/bin' }, 'node /usr/bin/gatelock'],
	['from another project', '/home/other/node_modules/.bin/gatelock', {}, 'node /home/other/node_modules/.bin/gatelock'],
	['from an odd place', "/it's here/gatelock.js", {}, `node '/it'\\''s here/gatelock.js'`],
])('%s', (_, file, environment, program) => {
	expect(programFor({ file, cwd: '/home/u/project', environment })).toBe(program);
});
