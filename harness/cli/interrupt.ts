import net from 'node:net';
import { exitCodes } from '../report/exit-code.ts';

/** Descriptor on which the shadow speaks to the inside; see `relaunch`. */
const controlDescriptor = 3;

/**
 * Ends the run at once when it is interrupted, or when its shadow is gone. With this process, the namespaces and everything
 * in them end; without namespaces, the workers and their guards see to it.
 */
export function watchForInterrupt(): { dispose(): void } {
	const stop = () => {
		process.stderr.write('\nInterrupted.\n');
		process.exit(exitCodes.interrupted);
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
	const control = new net.Socket({ fd: controlDescriptor, readable: true });
	control.on('data', stop);
	control.on('end', () => process.exit(exitCodes.interrupted));
	control.on('error', () => {});
	return {
		dispose: () => {
			for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, stop);
			control.removeAllListeners();
			control.destroy();
		},
	};
}
