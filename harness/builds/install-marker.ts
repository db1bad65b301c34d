import path from 'node:path';
import { z } from 'zod';

/** The file that makes a cached folder valid: written last. */
export const markerName = 'gatelock-install.json';

export const installMarkerSchema = z.object({
	schema: z.literal(1),
	name: z.string(),
	version: z.string(),
	/** Of the package itself, as the registry gave it. */
	integrity: z.string().nullable(),
	nodeVersion: z.string(),
	/** Id of the recipe; null for a Node. */
	recipe: z.string().nullable(),
	installedAt: z.iso.datetime(),
	sizeBytes: z.number().nonnegative(),
	/** How many packages were installed. */
	count: z.int().nonnegative(),
});
export type InstallMarker = z.infer<typeof installMarkerSchema>;

export function buildShelf(cacheDir: string): string {
	return path.join(cacheDir, 'builds');
}

export function nodeShelf(cacheDir: string): string {
	return path.join(cacheDir, 'node');
}

export function warmShelf(cacheDir: string): string {
	return path.join(cacheDir, 'warm');
}
