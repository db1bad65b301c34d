/** The oldest Node that can run the kit; the same as in package.json, `engines`. */
export const neededNode = '22.18.0';

/** What is wrong with a Node of this version, or null. Pure. */
export function nodeProblem(found: string, program: string): string | null {
	const [own = [], least = []] = [found, neededNode].map((text) => text.split('.').map(Number));
	for (const [i, number] of least.entries()) {
		const difference = (own[i] ?? 0) - number;
		if (difference > 0) return null;
		if (difference < 0) {
			return `Gatelock needs Node ${neededNode} or newer; this is Node ${found} (${program}). Next step: npm install --save-dev node@24, which npx and npm scripts then use; or install a newer Node.`;
		}
	}
	return null;
}
