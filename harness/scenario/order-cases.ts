import { TestRunner } from 'vitest';

/** Puts the cases that may wait (see `mayWait`) before the others. Called at the end of a module that holds cases. */
export function orderCases(): void {
	const { tasks } = TestRunner.getCurrentSuite();
	const isLater = (task: (typeof tasks)[number]) => task.type === 'test' && task.meta.mayWait !== true;
	tasks.sort((one, other) => Number(isLater(one)) - Number(isLater(other)));
}
