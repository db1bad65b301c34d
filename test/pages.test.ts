import { expect, test } from 'vitest';
import { apiPage } from './pages/api.ts';
import { architecturePage } from './pages/architecture.ts';
import { clientBundle } from './pages/client-bundle.ts';
import { readPage } from './testing/markdown.ts';

const nextStep = 'the page is stale. Next step: npm run pages';

test('docs/api.md is as the sources say', async () => {
	const page = await apiPage();
	expect(readPage('docs/api.md') === page, nextStep).toBe(true);
	// Every export was found, with its declaration.
	expect(page).not.toContain('// of ');
	expect(page.match(/^### /gm)?.length).toBeGreaterThan(50);
});

test('docs/architecture.md draws the borders that the linter checks', () => {
	expect(readPage('docs/architecture.md') === architecturePage(), nextStep).toBe(true);
});

test('harness/page/client-bundle.ts is as harness/page/client/ says', async () => {
	expect(readPage('harness/page/client-bundle.ts') === (await clientBundle()), nextStep).toBe(true);
});
