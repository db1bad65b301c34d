import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from './gatelock.ts';

export interface FencedBlock {
	/** The page, relative to the repository. */
	readonly page: string;
	readonly line: number;
	readonly language: string;
	readonly text: string;
}

/** The pages that users read, relative to the repository. */
export function pages(): string[] {
	const docs = readdirSync(path.join(repository, 'docs')).filter((name) => name.endsWith('.md'));
	return ['README.md', ...docs.sort().map((name) => `docs/${name}`)];
}

export function readPage(page: string): string {
	return readFileSync(path.join(repository, page), 'utf8');
}

/** Every fenced block of every page, in order. */
export function fencedBlocks(): FencedBlock[] {
	return pages().flatMap((page) => {
		const source = readPage(page);
		return [...source.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(({ 1: language = '', 2: text = '', index }) => ({
			page,
			line: source.slice(0, index).split('\n').length,
			language,
			text,
		}));
	});
}

/** Targets of the links of a page, without those of the web. */
export function localLinks(page: string): string[] {
	return [...readPage(page).matchAll(/\]\(([^)#]+)[^)]*\)/g)]
		.map(([, target = '']) => target)
		.filter((target) => !target.includes('://'));
}
