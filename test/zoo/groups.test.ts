import { expect, test } from 'vitest';
import { membersOf } from './groups.ts';

test('each member is in one group, and a costly one has few others beside it', () => {
	const groups = [0, 1, 2].map((at) => membersOf([1, 1, 6, 1, 1, 1, 1], { at, of: 3 }, (cost) => cost));
	expect(groups).toEqual([[6], [1, 1, 1], [1, 1, 1]]);
	expect(membersOf(['a'], { at: 1, of: 2 }, () => 1)).toEqual([]);
});
