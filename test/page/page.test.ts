import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TimelineBuilder } from '../../harness/judge/testing/timeline-builder.ts';
import { hostileTexts } from '../../harness/report/testing/hostile.ts';
import { runGatelock } from '../testing/gatelock.ts';
import { axeProblems, launchChromium, noChromium, openPage } from './browser.ts';
import { longCase, type MadeCase, manyCases, ordinaryCase, writeRun } from './generate.ts';

const schemes = ['light', 'dark'] as const;
const markup = [
	'<script>document.title="owned";alert(1)</script>',
	'</script><img src=x onerror=alert(1)>',
	'<b>bold</b>',
];

/** A gateway that prints all that may trouble a page, in every place that it can reach. */
function hostileCase(): MadeCase {
	const builder = new TimelineBuilder().spawn(1, 'g1').listen(50, 'g1').spawn(60, 'g2').listen(70, 'g2');
	for (const [index, text] of [...markup, ...hostileTexts].entries()) {
		builder.says(100 + index, 'g1', text);
		const after = { path: `home/${text.slice(0, 300)}.lock`, content: text.slice(0, 5_000) };
		builder.audit(200 + index, [
			{ ...after, kind: 'file', sizeBytes: 1, deadPidsNamed: [], livePidsNamed: [], isNew: true },
		]);
		builder.add({ t: 300 + index, type: 'expectation-failed', message: text });
	}
	return { id: `hostile-${'x'.repeat(40)}`, title: `${markup.join('')}\u202e\u2028`, timeline: builder.end(500) };
}

let browser: Browser | null = null;
let folder = '';
const files = { many: '', some: '', long: '', hostile: '' };

beforeAll(async () => {
	browser = await launchChromium();
	if (browser === null) return;
	folder = mkdtempSync(path.join(tmpdir(), 'gatelock-page-'));
	const made = {
		many: manyCases(200),
		some: manyCases(15),
		long: [longCase(10_000), ordinaryCase(1, false)],
		hostile: [hostileCase()],
	};
	for (const name of ['many', 'some', 'long', 'hostile'] as const) {
		const run = writeRun(path.join(folder, name), made[name]);
		const { exitCode, stdout } = await runGatelock(['show', run], { cwd: folder });
		expect({ exitCode, stdout }).toEqual({
			exitCode: 0,
			stdout: expect.stringMatching(/report\.html {2}\(\d\.\d MB\)$/),
		});
		files[name] = path.join(run, 'report.html');
	}
});

afterAll(async () => {
	await browser?.close();
	if (folder !== '') rmSync(folder, { recursive: true, force: true });
});

/** A test in the browser; without one it is skipped, and says why. */
function inBrowser(title: string, work: (browser: Browser) => Promise<void>): void {
	test(title, async ({ skip }) => {
		if (browser === null) skip(noChromium);
		else await work(browser);
	});
}

describe('the first page', () => {
	inBrowser('says the verdict, and filters 200 cases by verdict, clause and text', async (browser) => {
		const { page, complaints } = await openPage(browser, files.many);
		const rows = page.locator('.matrix tbody tr');
		expect(await page.locator('h1').textContent()).toBe(
			'The gateway broke 1 clause of the contract, in 20 of 200 cases.',
		);
		expect(await rows.count()).toBe(200);
		await page.getByRole('button', { name: '20 failed' }).click();
		expect(await rows.count()).toBe(20);
		expect(page.url()).toContain('verdict=fail');
		await page.locator('#search').fill('case 13');
		expect(await rows.count()).toBe(3);
		await page.getByRole('button', { name: 'Clear filters' }).click();
		await page.locator('select').selectOption('no-stale-lock');
		expect(await page.locator('.count').textContent()).toMatch(/ of 200 cases$/);
		await page.reload();
		expect(await page.locator('select').inputValue()).toBe('no-stale-lock');
		expect(complaints).toEqual([]);
	});

	inBrowser('leads to a case and back by keyboard', async (browser) => {
		const { page, complaints } = await openPage(browser, files.many);
		await page.keyboard.press('/');
		await page.keyboard.type('case 33');
		await page.keyboard.press('Escape');
		await page.locator('.matrix a').first().focus();
		await page.keyboard.press('Enter');
		await page.waitForSelector('.case-view');
		expect(await page.locator('h1').textContent()).toBe('Case 33, in which two listen');
		await page.keyboard.press(']');
		// Not waitForFunction: it polls by eval, which the page's policy forbids.
		await page.locator('h1', { hasText: /^Case 34$/ }).waitFor();
		await page.keyboard.press('Escape');
		await page.waitForSelector('.matrix');
		expect(complaints).toEqual([]);
	});
});

describe('a case', () => {
	inBrowser('quotes the clause, and leads from the evidence to the event', async (browser) => {
		const { page, complaints } = await openPage(browser, files.long, '#case=long');
		expect(await page.locator('.finding blockquote').textContent()).toBe(
			'only one gateway runs per base port on the same host',
		);
		await page.locator('.evidence a').nth(1).click();
		expect(await page.locator('.event-row.selected').textContent()).toContain('g2listens');
		expect(await page.locator('.detail h3').textContent()).toContain('g2 listens');
		expect(complaints).toEqual([]);
	});

	inBrowser('finds among 10 000 events, and keeps few of them in the page', async (browser) => {
		const { page, complaints } = await openPage(browser, files.long, '#case=long');
		expect(await page.locator('.event-table').getAttribute('aria-rowcount')).toBe('10001');
		expect(await page.locator('.event-rows .event-row').count()).toBeLessThan(120);
		await page.keyboard.press('/');
		await page.keyboard.type('line 9876:');
		await page.keyboard.press('Enter');
		expect(await page.locator('.search .count').textContent()).toBe('1 of 1');
		expect(await page.locator('.event-row.selected').textContent()).toContain('line 9876: request');
		await page.keyboard.press('Escape');
		await page.locator('#search').fill('');
		const link = page.url();
		const again = await openPage(browser, files.long, new URL(link).hash);
		expect(await again.page.locator('.event-row.selected').textContent()).toContain('line 9876: request');
		expect([...complaints, ...again.complaints]).toEqual([]);
	});

	inBrowser('is walked, zoomed and moved by keys, by clicks and by the wheel', async (browser) => {
		const { page, complaints } = await openPage(browser, files.long, '#case=long');
		const drawing = async () => await page.evaluate('document.querySelector("canvas.lanes").toDataURL()');
		const frame = async () =>
			await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
		await page.keyboard.press('ArrowRight');
		await page.keyboard.press('ArrowRight');
		expect(await page.locator('.event-row.selected .what').textContent()).toBe('spawned');
		await frame();
		let before = await drawing();
		for (const key of ['+', '+', 'Shift+ArrowRight', '-', '0', 'f']) {
			await page.keyboard.press(key);
			await frame();
			const after = await drawing();
			expect(after === before, key).toBe(false);
			before = after;
		}
		await page.getByRole('button', { name: 'Zoom in' }).click();
		const lanes = page.locator('canvas.lanes');
		await lanes.scrollIntoViewIfNeeded();
		const box = await lanes.boundingBox();
		await page.mouse.move((box?.x ?? 0) + 500, (box?.y ?? 0) + 60);
		await page.keyboard.down('Control');
		await page.mouse.wheel(0, -200);
		await page.keyboard.up('Control');
		await frame();
		expect((await drawing()) === before).toBe(false);
		await lanes.click({ position: { x: 600, y: 42 } });
		expect(await page.locator('.event-row.selected').count()).toBeGreaterThanOrEqual(0);
		await page.keyboard.press('?');
		expect(await page.locator('dialog[open] dt').count()).toBeGreaterThan(8);
		await page.keyboard.press('Escape');
		await page.keyboard.press('t');
		expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('light');
		expect(complaints).toEqual([]);
	});
});

inBrowser(
	'what a gateway printed stays text: no markup, no raw control or bidi character, no endless line',
	async (browser) => {
		const { page, complaints } = await openPage(browser, files.hostile);
		for (const hash of ['', '#case=hostile-'.concat('x'.repeat(40))]) {
			await page.goto(`${page.url().replace(/#.*/, '')}${hash}`);
			await page.waitForSelector('main');
			if (hash !== '') {
				for (let press = 0; press < 24; press++) await page.keyboard.press('ArrowRight');
				expect(await page.locator('.event-row').count()).toBeGreaterThan(10);
			}
			const text = asText(await page.evaluate('document.getElementById("page").innerText'));
			expect(text).not.toMatch(/(?!\n|\t)[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\u200b\u2028\ufeff]/u);
			expect(text.length).toBeLessThan(100_000);
			expect(await page.locator('#page script, #page img, #page b').count()).toBe(0);
			expect(await page.title()).not.toBe('owned');
		}
		expect(complaints).toEqual([]);
	},
);

describe.each(schemes)('in %s', (scheme) => {
	inBrowser('axe finds nothing', async (browser) => {
		const views = [
			[files.some, ''],
			[files.long, '#case=long&event=5&q=line'],
			[files.hostile, '#case=none'],
		] as const;
		for (const [file, hash] of views) {
			const { page, complaints } = await openPage(browser, file, hash, { scheme });
			if (hash.includes('long')) await page.locator('summary').click();
			expect(await axeProblems(page)).toEqual([]);
			expect(complaints).toEqual([]);
			await page.context().close();
		}
	});

	inBrowser('nothing is wider than a phone of 360 pixels', async (browser) => {
		for (const [file, hash] of [
			[files.some, ''],
			[files.long, '#case=long&event=5'],
			[files.hostile, ''],
		] as const) {
			const { page } = await openPage(browser, file, hash, { scheme, width: 360, height: 780 });
			expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
			expect(await page.locator('h1').isVisible()).toBe(true);
			await page.context().close();
		}
	});
});

function asText(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
