import { fileURLToPath } from 'node:url';
import { ownExtension } from '../own-extension.ts';
import type { GatewayCommand } from './command.ts';

/** The kit's own gateway: the document, implemented; the target when no other is named. */
export function referenceGateway(): GatewayCommand {
	const program = fileURLToPath(new URL(`../../fixtures/reference-gateway/main${ownExtension}`, import.meta.url));
	return { text: 'reference gateway', words: [process.execPath, program], environment: {} };
}
