import { describe, expect, test } from 'vitest';
import type { AuditEntry } from '../timeline/events.ts';
import { lockLikeReason } from './lock-like.ts';

const dead = 4711;

function reason(path: string, content?: string, kind: AuditEntry['kind'] = 'file'): string | null {
	const text = content === undefined ? {} : { content };
	return lockLikeReason({
		path,
		kind,
		...text,
		deadPidsNamed: content?.includes('4711') ? [dead] : [],
		livePidsNamed: [],
	});
}

describe('locks by name or kind', () => {
	test.each<[string, AuditEntry['kind']]>([
		['tmp/clawdbot-0/gateway.1a2b3c4d.lock', 'file'],
		['home/.openclaw/tmp/openclaw-0/gateway.state.lock.sqlite', 'file'],
		['home/.clawdbot/gateway.pid', 'file'],
		['home/.clawdbot/gateway.lock.reclaim', 'directory'],
		['home/.clawdbot/.lock.reclaim', 'directory'],
		['home/.config/SingletonLock', 'symlink'],
		['home/gatewayLock.json', 'file'],
		['shm/gateway_mutex', 'file'],
		['run/LOCK', 'file'],
		['run/owner.json', 'file'],
		['run/control', 'socket'],
		['run/wake', 'fifo'],
	])('%s (%s)', (path, kind) => {
		expect(reason(path, undefined, kind)).not.toBeNull();
	});
});

describe('locks by content', () => {
	test.each([
		['state', '4711\n', 'it holds nothing but the pid of the dead process 4711'],
		['state.json', '{"pid":4711,"createdAt":"2026-01-01"}', 'its "pid" is the dead process 4711'],
		['state.json', '{"gateway":{"ownerPid":"4711"}}', 'its "ownerPid" is the dead process 4711'],
		['state.ini', 'port=1\npid=4711\n', 'its "pid" is the dead process 4711'],
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
		['cwd/rapid.txt'],
		['home/gateway.log', '4711'],
		['home/events.jsonl', '{"pid":4711}'],
		['home/last-event', '{"level":30,"time":1,"pid":4711,"msg":"listening"}'],
		['home/events', '{"level":30,"time":1,"pid":4711,"msg":"a"}\n{"level":30,"time":2,"pid":4711,"msg":"b"}'],
		['home/state.json', '{"port":4711}'],
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
		const entry = { path: 'home/state', kind: 'file', content: '4711' } as const;
		expect(lockLikeReason({ ...entry, deadPidsNamed: [], livePidsNamed: [4711] })).toBeNull();
	});
});
