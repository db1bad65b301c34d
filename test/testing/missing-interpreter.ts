import { findProgram } from '../../harness/gateway/find-program.ts';

/** Why a program of this interpreter cannot be started here; null when it can. */
export function missingInterpreter(interpreter: string): string | null {
	return interpreter === 'python3' && findProgram(interpreter) === null ? 'python3 is missing' : null;
}
