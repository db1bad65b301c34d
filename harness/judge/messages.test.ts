import { expect, test } from 'vitest';
import { findingMessages, tellsOfTime } from './messages.ts';

const span = { wallMs: 3_000, starvedMs: 500, effectiveMs: 2_500 };

test('a finding that tells of time is told from one of something that went wrong', () => {
	const late = [
		findingMessages.silentInsteadOfListening('g1', '127.0.0.1:1', span, 2_000),
		findingMessages.waitedBeforeListening('g1', 2_500, span, 2_000),
		findingMessages.lateListening('g1', '127.0.0.1:1', span, 2_000),
		findingMessages.refusedLate('g1', span, 2_000),
		findingMessages.refusedWaiting('g1', span, 2_500, 2_000),
		findingMessages.refusedAlive('g1', span, 2_000),
		findingMessages.stillListening('g1', 'SIGTERM', '127.0.0.1:1', 2_000),
		findingMessages.stillAlive('g1', 'SIGTERM', '7', 2_000),
		findingMessages.goneLate('g1', 'SIGTERM', span, 2_000),
	];
	expect(late.filter((message) => !tellsOfTime(message))).toEqual([]);
	const wrong = [
		findingMessages.overlap('g1', 'g2', 1),
		findingMessages.exitedInsteadOfListening('g1', 1, 'exit code 1'),
		findingMessages.filesChanged('g1', 'g2', 'a'),
	];
	expect(wrong.filter(tellsOfTime)).toEqual([]);
});
