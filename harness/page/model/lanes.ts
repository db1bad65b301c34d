import { storyOf } from '../../judge/story.ts';
import type { Instance } from '../../judge/story-model.ts';
import type { Timeline, TimelineEvent } from '../../timeline/events.ts';
import { textOf } from './event-text.ts';
import { fileLanes } from './file-lanes.ts';
import { lifeBars, processLanes } from './instance-lanes.ts';
import { type Bar, type Lane, type Mark, packed } from './lane.ts';
import { type Ownership, ownershipOf } from './ownership.ts';

/** More clients at once than this share the last row. */
const maxClientRows = 12;

/** More owners of one address at once than this share the last row. */
const maxOwners = 4;

/** A case as swim lanes: each event is a mark of exactly one lane. Pure. */
export function lanesOf(timeline: Timeline): Lane[] {
	const story = storyOf(timeline);
	const lanes = [
		lane('case', 'case', 'case', ''),
		...story.instances.flatMap((instance) => instanceLanes(instance, timeline)),
		...ownershipOf(timeline).flatMap(portLanes),
		...clientLanes(timeline),
		...fileLanes(timeline),
	];
	const marks = new Map<string, Mark[]>(lanes.map(({ id }) => [id, []]));
	for (const [event, each] of timeline.entries()) {
		const place = marks.get(laneIdOf(each, marks)) ?? marks.get('case');
		place?.push({ t: each.t, event, tone: textOf(each).tone });
	}
	return lanes.map((each) => ({ ...each, marks: marks.get(each.id) ?? [] }));
}

function instanceLanes(instance: Instance, timeline: Timeline): Lane[] {
	const { id } = instance;
	const has = (type: TimelineEvent['type']) =>
		timeline.some((event) => event.type === type && 'instance' in event && event.instance === id);
	return [
		lane(id, 'instance', id, id, lifeBars(instance)),
		...processLanes(instance, timeline),
		...(has('called') ? [lane(`${id}/calls`, 'calls', 'calls', id)] : []),
		...(has('output') ? [lane(`${id}/output`, 'output', 'output', id)] : []),
	];
}

/** One lane for an address; another one below it where two held it at once. */
function portLanes({ address, owned }: Ownership): Lane[] {
	const bars = owned.map(
		({ owner, pid, isForeign, from, to }): Bar => ({
			...{ owner, from, to, look: isForeign ? 'foreign' : 'owned', label: `${owner} (pid ${pid})` },
		}),
	);
	return packed(bars, maxOwners).map((row, index) =>
		lane(`port/${address}/${index}`, 'port', index === 0 ? address : 'held twice', '', row),
	);
}

/** Clients in as few rows as they need. */
function clientLanes(timeline: Timeline): Lane[] {
	const closed = new Map(
		timeline.flatMap((event) => (event.type === 'client-closed' ? [[event.client, event.t]] : [])),
	);
	const bars = timeline.flatMap((event): Bar[] => {
		if (event.type !== 'client-opened') return [];
		const { client, instance: owner, t: from } = event;
		return [
			{
				look: 'client',
				label: client,
				from,
				to: Math.max(from, closed.get(client) ?? Number.POSITIVE_INFINITY),
				owner,
			},
		];
	});
	return packed(bars, maxClientRows).map((row, index) =>
		lane(`client/${index}`, 'client', row.length === 1 ? (row[0]?.label ?? '') : `${row.length} clients`, '', row),
	);
}

function laneIdOf(event: TimelineEvent, lanes: ReadonlyMap<string, unknown>): string {
	switch (event.type) {
		case 'output':
			return `${event.instance}/output`;
		case 'called':
			return `${event.instance}/calls`;
		case 'process-seen':
		case 'process-gone':
			return `${event.instance}/processes/0`;
		case 'client-opened':
		case 'client-closed':
			return 'client/0';
		case 'guard-planted': {
			const id = `file/${event.path}`;
			return lanes.has(id) ? id : 'case';
		}
		default:
			return 'instance' in event ? event.instance : 'case';
	}
}

function lane(id: string, kind: Lane['kind'], label: string, owner: string, bars: readonly Bar[] = []): Lane {
	return { id, kind, label, owner, bars, marks: [] };
}
