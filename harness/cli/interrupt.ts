import net from 'node:net';
import { goOnWord } from '../arena/namespaces.ts';
import { exitCodes } from '../report/exit-code.ts';

/** Descriptor on which the shadow speaks to the inside; see `relaunch`. */
const controlDescriptor = 3;

/** The line between the inside of a run and its shadow. */
export interface Interrupt {
	/** The user wants a case that stands still to go on. */
	onGoOn: () => void;
	/** What is to be said before the end. */
	lastWords: () => void;
	/** Says a line to the shadow. */
	tell(line: string): void;
	dispose(): void;
}

/**
 * Ends the run at once when it is interrupted, or when its shadow is gone. With this process, the namespaces and everything
 * in them end; without namespaces, the workers and their guards see to it.
 */
export function watchForInterrupt(): Interrupt {
	const stop = () => {
		process.stderr.write('\nInterrupted.\n');
		interrupt.lastWords();
		process.exit(exitCodes.interrupted);
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
	const control = new net.Socket({ fd: controlDescriptor, readable: true, writable: true });
	const interrupt: Interrupt = {
		onGoOn: () => {},
		lastWords: () => {},
		tell: (line) => control.write(line),
		dispose,
	};
	control.on('data', (word) => (word.toString() === goOnWord ? interrupt.onGoOn() : stop()));
	control.on('end', () => process.exit(exitCodes.interrupted));
	control.on('error', () => {});
	return interrupt;

	function dispose(): void {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, stop);
		control.removeAllListeners();
		control.destroy();
	}
}
