import { readFileSync, writeFileSync } from 'node:fs';
import { ownMask } from '../timeline/secrets.ts';

/** Masks a text file that another program wrote. */
export function maskFile(file: string): void {
	writeFileSync(file, ownMask()(readFileSync(file, 'utf8')));
}
