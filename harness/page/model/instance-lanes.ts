import type { Instance } from '../../judge/story-model.ts';
import type { EventOf, Timeline } from '../../timeline/events.ts';
import { type Bar, type Lane, packed } from './lane.ts';

const never = Number.POSITIVE_INFINITY;
/** More processes of one instance than this share the last row. */
const maxProcessRows = 6;

/** An instance's own lane, without marks: the phases of its life. */
export function lifeBars(instance: Instance): Bar[] {
	const { id, spawnedAt, listens, readies } = instance;
	const own = listens.filter(({ port }) => port === instance.port);
	const listensAt = own[0]?.from ?? never;
	const readyAt = readies[0]?.t ?? never;
	const freesAt = own.length === 0 ? never : Math.max(...own.map(({ to }) => to));
	const end = Math.min(
		instance.gone?.t ?? never,
		instance.gone === undefined ? (lastProcessGone(instance) ?? never) : never,
	);
	const bar = (look: Bar['look'], label: string, from: number, to: number): Bar[] =>
		from < to ? [{ look, label, from, to: Math.min(to, end), owner: id }] : [];
	const startedBy = Math.min(listensAt, end);
	return [
		...bar('starting', own.length === 0 ? 'never listens' : 'starts', spawnedAt, startedBy),
		...bar('listening', 'listens', listensAt, Math.min(Math.max(readyAt, listensAt), freesAt, end)),
		...bar('ready', 'ready', Math.max(readyAt, listensAt), Math.min(freesAt, end)),
		...bar('stopping', 'stops', freesAt, end),
		...frozenBars(instance),
	].filter(({ from, to }) => from <= to);
}

function lastProcessGone({ exited, processes }: Instance): number | undefined {
	if (exited === undefined || processes.some(({ goneAt }) => goneAt === never)) return undefined;
	return Math.max(...processes.map(({ goneAt }) => goneAt));
}

/** From each proved freeze to the thaw that follows, or to the end. */
function frozenBars({ id, faults, gone }: Instance): Bar[] {
	return faults.flatMap((fault): Bar[] => {
		if (fault.effect !== 'freeze' || fault.firedAt === undefined) return [];
		const { firedAt: from } = fault;
		const thaw = faults.find(({ effect, firedAt }) => effect === 'thaw' && firedAt !== undefined && firedAt >= from);
		return [{ look: 'frozen', label: 'held', from, to: thaw?.firedAt ?? gone?.t ?? never, owner: id }];
	});
}

/** Which process did what: launcher, holder (who owned the listener), and workers. Without marks. */
export function processLanes(instance: Instance, timeline: Timeline): Lane[] {
	const seen = timeline.filter(
		(event): event is EventOf<'process-seen'> => event.type === 'process-seen' && event.instance === instance.id,
	);
	const holders = new Set(instance.listens.map(({ pid }) => pid));
	const bars = instance.processes.map(({ pid, name, goneAt }): Bar => {
		const told = seen.find((event) => event.pid === pid);
		const isLauncher = pid === instance.pid;
		const roles = [...(isLauncher ? ['launcher'] : []), ...(holders.has(pid) ? ['holder'] : [])];
		// The launcher's name was read before it became the gateway.
		const worker = told?.name === 'strace' ? 'tracer' : 'worker';
		const label = roles.length === 0 ? `${worker} ${told?.name ?? name} ${pid}` : `${roles.join(', ')} ${pid}`;
		const from = isLauncher ? instance.spawnedAt : (told?.t ?? instance.spawnedAt);
		const to = Math.max(from, Math.min(goneAt, instance.gone?.t ?? never));
		const look = holders.has(pid) ? 'holder' : 'process';
		return { look, label, from, to, owner: instance.id };
	});
	const [first, ...rest] = bars;
	if (first === undefined) return [];
	return [[first], ...packed(rest, maxProcessRows)].map((row, index) => ({
		id: `${instance.id}/processes/${index}`,
		kind: 'process',
		label: row.length === 1 ? (row[0]?.label ?? '') : `${row.length} processes`,
		owner: instance.id,
		bars: row,
		marks: [],
	}));
}
