import { statSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium, noChromium, openPage } from '../test/page/browser.ts';
import { longCase, type MadeCase, manyCases, writeRun } from '../test/page/generate.ts';
import { gatelock, inFolder } from './command.ts';
import { type Measurement, median } from './table.ts';

const tries = 5;

/** How big the page of a run is, how long it takes to be made, and until a browser shows it. */
export async function measurePage(): Promise<Measurement> {
	const browser = await launchChromium();
	if (browser === null) throw new Error(`The page cannot be measured: ${noChromium}.`);
	try {
		const rows = [
			await measured(browser, '200 cases, first page', manyCases(200), ''),
			await measured(browser, '10 000 events, their case', [longCase(10_000)], '#case=long'),
			await measured(browser, '50 000 events, their case', [longCase(50_000)], '#case=long'),
		];
		return {
			title: 'The page: size and time until it is shown',
			head: ['page', 'size', 'made in', 'shown after', 'a frame while zooming'],
			rows,
			notes: [
				`In headless Chromium without a graphics card, from disk; the median of ${tries}. Made by \`gatelock show\`, its start included.`,
			],
		};
	} finally {
		await browser.close();
	}
}

async function measured(browser: Browser, name: string, cases: readonly MadeCase[], hash: string): Promise<string[]> {
	return await inFolder(async (folder) => {
		const run = writeRun(path.join(folder, 'run'), cases);
		const { wallMs } = await gatelock(['show', run], { cwd: folder });
		const file = path.join(run, 'report.html');
		const loads: number[] = [];
		const frames: number[] = [];
		for (let n = 0; n < tries; n++) {
			const { page } = await openPage(browser, file, hash);
			loads.push(Number(await page.evaluate(untilShown)));
			if (hash !== '') frames.push(Number(await page.evaluate(zoomFrame)));
			await page.context().close();
		}
		const ms = (values: readonly number[]) => (values.length === 0 ? '' : `${median(values).toFixed(0)} ms`);
		return [name, `${(statSync(file).size / 1e6).toFixed(1)} MB`, `${wallMs.toFixed(0)} ms`, ms(loads), ms(frames)];
	});
}

/** From the beginning of the navigation until a frame with the contents was painted. */
const untilShown =
	'new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? performance.now()))))';

/** Ten steps of zooming, each drawn. */
const zoomFrame = `(async () => {
	const began = performance.now();
	for (let n = 0; n < 10; n++) {
		dispatchEvent(new KeyboardEvent('keydown', { key: n % 2 ? '-' : '+' }));
		await new Promise((done) => requestAnimationFrame(done));
	}
	return (performance.now() - began) / 10;
})()`;
