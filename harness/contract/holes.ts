import type { Contract } from './contract.ts';

export interface Holes {
	readonly host: string;
	readonly port: number;
}

/** A contract's message with `{host}` and `{port}` filled in. */
export function fillHoles(template: string, holes: Holes): string {
	return template.replaceAll('{host}', holes.host).replaceAll('{port}', String(holes.port));
}

/** The contract's ready claims as regular expressions for one address; for lines without control codes. */
export function readyClaimPatterns(contract: Contract, port: number): RegExp[] {
	const holes = { host: escapeForRegExp(contract.host), port };
	return contract.readyClaims.map((source) => new RegExp(fillHoles(source, holes)));
}

/** Text that a regular expression takes literally. */
export function escapeForRegExp(text: string): string {
	return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
