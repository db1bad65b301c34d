import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** `.ts` when the kit runs from its sources, `.js` when it was compiled: programs that it starts have the same. */
export const ownExtension = path.extname(fileURLToPath(import.meta.url));

/** The folder that holds harness, scenarios and fixtures. */
export const kitFolder = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
