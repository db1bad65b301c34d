import { programFile } from '../programs/program-file.ts';
import type { GatewayCommand } from './command.ts';

/** The kit's own gateway: the document, implemented; the target when no other is named. */
export function referenceGateway(): GatewayCommand {
	const words = [process.execPath, programFile('reference-gateway/main')];
	return { text: 'reference gateway', words, environment: {} };
}
