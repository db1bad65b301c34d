import { describe, expect, test } from 'vitest';
import type { AuditEntry } from '../timeline/events.ts';
import { databaseLocksIn } from './database-locks.ts';
import { lockLikeReason } from './lock-like.ts';

const dead = 4711;

function reason(path: string, content?: string, kind: AuditEntry['kind'] = 'file'): string | null {
	const text = content === undefined ? {} : { content };
	const named = { deadPidsNamed: content?.includes('4711') ? [dead] : [], livePidsNamed: [] };
	return lockLikeReason({ path, kind, sizeBytes: content?.length ?? 10, ...text, ...named }, new Set());
}

/** So many strings. */
function values(count: number): Record<string, string> {
	return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));
}

describe('locks by name or kind', () => {
	test.each<[string, AuditEntry['kind']]>([
		['tmp/clawdbot-0/gateway.1a2b3c4d.lock', 'file'],
		['home/.openclaw/tmp/openclaw-0/gateway.state.lock.sqlite', 'file'],
		['home/.clawdbot/gateway.pid', 'file'],
		['home/.clawdbot/gateway.flock', 'file'],
		['home/.clawdbot/gateway.lock.reclaim', 'directory'],
		['home/.clawdbot/.lock.reclaim', 'directory'],
		['home/.config/SingletonLock', 'symlink'],
		['home/gatewayLock.json', 'file'],
		['shm/gateway_mutex', 'file'],
		['run/LOCK', 'file'],
		['run/owner.json', 'file'],
		['home/gatewaylock', 'file'],
		['home/serverlock', 'directory'],
		['home/lockdir', 'directory'],
		['home/lockfolder', 'directory'],
		['home/instancelock.json', 'file'],
		['home/processlock', 'file'],
		['home/singleinstance', 'file'],
		['home/gateway-single-instance.json', 'file'],
		['home/gateway.lock1', 'file'],
		['home/lock18789', 'file'],
		['home/pidfile2', 'file'],
		['home/lock.txt', 'file'],
		['home/gateway.pid.txt', 'file'],
		['home/gateway-lock.html', 'directory'],
		['cwd/node_modules/x/gateway.lock', 'file'],
		['cwd/node_modules/.gateway.lock', 'directory'],
		['cwd/node_modules/x/gateway.pid', 'file'],
		['run/control', 'socket'],
		['run/wake', 'fifo'],
	])('%s (%s)', (path, kind) => {
		expect(reason(path, undefined, kind)).not.toBeNull();
	});
});

describe('locks under the extension of a source or a document', () => {
	test.each([
		['home/gateway-lock.html', ''],
		['home/gateway-lock.html', 'locked'],
		['home/gateway.lock.js', '18789\n'],
		['home/pid.png', '{"port":18789}'],
		['home/lock.pdf', '\u0000\u0000'],
	])('%s that says no more than %j', (path, content) => {
		expect(reason(path, content)).not.toBeNull();
	});

	test.each([
		['home/gateway-lock.html', '<!doctype html>'],
		['home/lock.js', 'export const lock = 1;'],
		['home/gateway-lock.test.ts', ''],
		['home/lock-screen.png', ''],
		['home/lease-2024.pdf', ''],
		['home/gateway-lock.js.map', '{"version":3}'],
	])('%s that says %j is none', (path, content) => {
		expect(reason(path, content)).toBeNull();
	});
});

describe('locks by content', () => {
	test.each([
		['state', '4711\n', 'it holds nothing but the pid of the dead process 4711'],
		['state.json', '{"pid":4711,"createdAt":"2026-01-01"}', 'its "pid" is the dead process 4711'],
		['state.json', '{"gateway":{"ownerPid":"4711"}}', 'its "ownerPid" is the dead process 4711'],
		['state.ini', 'port=1\npid=4711\n', 'its "pid" is the dead process 4711'],
		['state.json', JSON.stringify({ ...values(11), pid: 4711 }), 'its "pid" is the dead process 4711'],
		['state.yaml', 'holder: 4711', 'its "holder" is the dead process 4711'],
		['yarn.lock', '{"pid":4711}', 'its "pid" is the dead process 4711'],
	])('%s: %s', (path, content, expected) => {
		expect(reason(`home/${path}`, content)).toBe(expected);
	});

	test('a link that names a dead process', () => {
		expect(reason('home/current', 'host-4711', 'symlink')).toBe('it points to the dead process 4711');
	});
});

describe('no locks', () => {
	const leftovers: readonly (readonly [path: string, content?: string | undefined, kind?: AuditEntry['kind']])[] = [
		['cwd/plain-text-blocks.d.ts'],
		['home/main/.openclaw/cache/control-ui-assets/c2ef/assets/canvas-surface-lease.runtime-D4YifPhn.js.br'],
		['home/main/.openclaw/cache/control-ui-assets/c2ef/assets/chat-outbox-owner-6Sp4CmYc.js.gz'],
		['cwd/block-list.d.ts'],
		['cwd/gateway-lock.test.ts'],
		['tmp/jiti/src-gateway-lock.1a2b3c4d.mjs'],
		['cwd/package-lock.json'],
		['cwd/node_modules/.package-lock.json'],
		['cwd/node_modules/proper-lockfile', undefined, 'directory'],
		['cwd/yarn.lock', 'left-pad@1'],
		['cwd/Cargo.lock'],
		['cwd/pnpm-lock.yaml'],
		['cwd/clock.json'],
		['cwd/unlocked-achievements.json'],
		['cwd/unlock.js'],
		['cwd/flock.h'],
		['cwd/deadlock-report.html'],
		['cwd/stopwatch'],
		['cwd/spider.db'],
		['cwd/rapid2'],
		['cwd/stupid.json'],
		['cwd/blockfile'],
		['cwd/clockdir', undefined, 'directory'],
		['cwd/padlock1.json'],
		['cwd/locksmith.json'],
		['cwd/lockdown.json'],
		['cwd/node_modules/proper-lockfile/index.js'],
		['cwd/node_modules/x/owner.json'],
		['cwd/node_modules/x/yarn.lock'],
		['cwd/node_modules/.pnpm/lock.yaml'],
		['home/venv/lib/site-packages/lockfile', undefined, 'directory'],
		['cwd/lease-2024.pdf'],
		['cwd/owner-manual.pdf'],
		['cwd/pid-controller.csv'],
		['cwd/lock-screen.png'],
		['cwd/owners.txt'],
		['cwd/lock-screen-ideas.txt'],
		['cwd/owner.docx'],
		['cwd/lease.xlsx'],
		['cwd/single.json'],
		['cwd/instance.json'],
		['cwd/rapid.txt'],
		['home/gateway.log', '4711'],
		['home/events.jsonl', '{"pid":4711}'],
		['home/last-event', '{"level":30,"time":1,"pid":4711,"msg":"listening"}'],
		['home/events', '{"level":30,"time":1,"pid":4711,"msg":"a"}\n{"level":30,"time":2,"pid":4711,"msg":"b"}'],
		['home/state.json', '{"port":4711}'],
		['home/state.json', JSON.stringify({ ...values(12), pid: 4711 })],
		['home/state.json', JSON.stringify({ sessions: [values(10), { ...values(2), pid: 4711 }] })],
		['home/story.txt', 'one\ntwo\nthree\nfour\nfive\npid=4711'],
		['home/numbers', '4711 4712'],
		['home/current', 'releases/1', 'symlink'],
	];
	for (const [path, content, kind] of leftovers) {
		test(`${path} ${content ?? ''}`, () => {
			expect(reason(path, content, kind)).toBeNull();
		});
	}

	test('a file that names only a living process', () => {
		const entry = { path: 'home/state', kind: 'file', sizeBytes: 4, content: '4711' } as const;
		expect(lockLikeReason({ ...entry, deadPidsNamed: [], livePidsNamed: [4711] }, new Set())).toBeNull();
	});
});

describe('the LOCK of a database', () => {
	const folder = ['home/db/CURRENT', 'home/db/LOCK', 'home/db/MANIFEST-000002', 'home/other/LOCK'];
	const candidate = (path: string, content: string, kind: AuditEntry['kind'] = 'file') => ({
		path,
		kind,
		content,
		sizeBytes: content.length,
		deadPidsNamed: content === '4711' ? [dead] : [],
		livePidsNamed: [],
	});

	test('is found beside CURRENT and MANIFEST only', () => {
		expect([...databaseLocksIn(folder)]).toEqual(['home/db/LOCK']);
		expect([...databaseLocksIn(folder.filter((each) => !each.includes('MANIFEST')))]).toEqual([]);
		expect([...databaseLocksIn(folder.filter((each) => !each.includes('CURRENT')))]).toEqual([]);
		expect([...databaseLocksIn([...folder.slice(0, 2), 'home/db/MANIFEST-old'])]).toEqual([]);
	});

	test('is none as long as it is an empty file', () => {
		const locks = databaseLocksIn(folder);
		expect(lockLikeReason(candidate('home/db/LOCK', ''), locks)).toBeNull();
		expect(lockLikeReason(candidate('home/db/LOCK', 'x'), locks)).toBe('its name says "lock"');
		expect(lockLikeReason(candidate('home/db/LOCK', '4711'), locks)).not.toBeNull();
		expect(lockLikeReason(candidate('home/db/LOCK', '', 'directory'), locks)).toBe('its name says "lock"');
		expect(lockLikeReason(candidate('home/other/LOCK', ''), locks)).toBe('its name says "lock"');
	});
});
