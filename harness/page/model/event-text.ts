import { at, howItExited } from '../../judge/messages.ts';
import { formatDuration } from '../../report/time-text.ts';
import type { TimelineEvent } from '../../timeline/events.ts';

/** How grave an event is for the reader's eye. */
export type Tone = 'plain' | 'good' | 'bad' | 'fault' | 'output' | 'quiet';

/** An event as one row of a table. */
export interface EventText {
	/** `g1`, or what else it is about. */
	readonly who: string;
	readonly what: string;
	readonly text: string;
	readonly tone: Tone;
}

/** An event in words. What a gateway said stands in `text` as it was: the caller makes it visible. Pure. */
export function textOf(event: TimelineEvent): EventText {
	const row = (who: string, what: string, text: string, tone: Tone = 'plain'): EventText => ({ who, what, text, tone });
	switch (event.type) {
		case 'case-started':
			return row('case', 'starts', `${event.title}; port ${event.port}, seed ${event.seed}`, 'quiet');
		case 'spawned':
			return row(event.instance, 'spawned', `pid ${event.pid}, profile ${event.profile}: ${event.command.join(' ')}`);
		case 'process-seen':
			return row(event.instance, 'process', `${event.role} ${event.name} (pid ${event.pid})`, 'quiet');
		case 'process-gone':
			return row(event.instance, 'process gone', `pid ${event.pid}`, 'quiet');
		case 'called':
			return row(
				event.instance,
				`call ${event.number}`,
				event.held ? `${event.text} ■ held here` : event.text,
				event.held ? 'fault' : 'quiet',
			);
		case 'listening':
			return row(event.instance, 'listens', `on ${at(event.address, event.port)} (pid ${event.pid})`, 'good');
		case 'stopped-listening':
			return row(event.instance, 'listens no more', `on ${at(event.address, event.port)}`);
		case 'output':
			return row(event.instance, event.stream, event.line, 'output');
		case 'ready-claimed':
			return row(
				event.instance,
				'claims to be ready',
				event.bound ? event.line : `before it listened: ${event.line}`,
				event.bound ? 'plain' : 'bad',
			);
		case 'ready':
			return row(event.instance, 'ready', `on ${at(event.address, event.port)}`, 'good');
		case 'handshake-failed':
			return row(event.instance, 'handshake failed', `${at(event.address, event.port)}: ${event.reason}`, 'bad');
		case 'client-opened':
			return row(event.client, 'connects', `to ${event.instance} on ${at(event.address, event.port)}`);
		case 'client-closed':
			return row(
				event.client,
				'closed',
				`by ${event.byHarness ? 'the harness' : event.instance}, code ${event.code ?? 'none'}`,
				event.byHarness ? 'quiet' : 'plain',
			);
		case 'fault-planned':
			return row(event.instance, 'fault planned', `${event.name} to the ${event.target}, ${event.moment}`, 'quiet');
		case 'fault-fired':
			return row(event.instance, 'fault hits', `${event.fault} on pid ${event.pids.join(', ')}`, 'fault');
		case 'fault-proved':
			return row(event.instance, 'fault proved', `${event.fault}: ${event.proof}`, 'fault');
		case 'fault-unproven':
			return row(event.instance, 'fault not proved', `${event.fault}: ${event.reason}`, 'bad');
		case 'exited':
			return row(event.instance, 'exited', howItExited(event));
		case 'gone':
			return row(event.instance, 'gone', 'no process is left');
		case 'gave-up':
			return row(
				event.instance,
				'given up',
				`waited ${formatDuration(event.limitMs)} for ${event.waitedFor}: ${event.state}`,
				'bad',
			);
		case 'occupant-started':
			return row(
				event.occupant,
				'holds a port',
				`${event.kind} on ${at(event.address, event.port)} (pid ${event.pid})`,
			);
		case 'occupant-stopped':
			return row(event.occupant, 'frees its port', at(event.address, event.port));
		case 'exclusivity-probed':
			return row(
				event.instance,
				'probed',
				`a second bind of ${at(event.address, event.port)} is ${event.outcome}${event.errno === undefined ? '' : ` (${event.errno})`}`,
				event.outcome === 'shared' ? 'bad' : 'quiet',
			);
		case 'files-compared':
			return row(
				'files',
				'compared',
				event.changes.length === 0
					? `${event.loser} changed nothing of ${event.holder}`
					: event.changes.map(({ path, change }) => `${path} ${change}`).join('; '),
				'quiet',
			);
		case 'guard-planted':
			return row('files', 'guard planted', `${event.path}, naming pid ${event.pid}`);
		case 'audit':
			return row('files', 'audit', auditText(event));
		case 'control-measured':
			return row(event.instance, 'control', `a lone start takes ${formatDuration(event.startMs)}`, 'quiet');
		case 'client-life-measured':
			return row(
				'case',
				'measured',
				event.lifeMs === null ? 'a lone client is kept' : `a lone client lives ${formatDuration(event.lifeMs)}`,
				'quiet',
			);
		case 'expectation-failed':
			return row('story', 'expectation failed', event.message, 'bad');
		case 'note':
			return row('case', 'note', event.text, 'quiet');
		case 'case-ended':
			return row('case', 'ends', event.reason ?? '', 'quiet');
	}
}

function auditText({ alive, entries, kernelLocks }: Extract<TimelineEvent, { type: 'audit' }>): string {
	const fresh = entries.filter(({ isNew, kind }) => isNew && kind !== 'directory').length;
	const who = alive.length === 0 ? 'no instance lives' : `${alive.join(', ')} live`;
	return `${who}; ${fresh} new or changed entries, ${kernelLocks.length} kernel objects`;
}
