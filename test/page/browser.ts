import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { z } from 'zod';
import { findChromium } from '../../harness/cli/find-chromium.ts';

/** Nothing of this machine is touched: no profile, no network of its own, no graphics card. */
const quietly = [
	...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
	...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** A headless Chromium with an empty profile, or null and why where there is none. */
export async function launchChromium(): Promise<Browser | null> {
	const executablePath = findChromium();
	return executablePath === null ? null : await chromium.launch({ executablePath, args: quietly });
}

export const noChromium = 'no Chromium on this machine (gatelock doctor)';

export interface Look {
	readonly width?: number;
	readonly height?: number;
	readonly scheme?: 'light' | 'dark';
}

/** A page from disk, with everything that it said or asked for. */
export interface Opened {
	readonly page: Page;
	/** Console messages, errors and requests: there must be none. */
	readonly complaints: string[];
}

export async function openPage(browser: Browser, file: string, hash = '', look: Look = {}): Promise<Opened> {
	const { width = 1440, height = 900, scheme = 'light' } = look;
	const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme });
	const page = await context.newPage();
	const complaints: string[] = [];
	const url = pathToFileURL(file).href;
	page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
	page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
	page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
	page.on('request', (request) => {
		if (request.url().replace(/#.*/, '') !== url) complaints.push(`request: ${request.url()}`);
	});
	await page.goto(`${url}${hash}`);
	await page.waitForSelector('main');
	return { page, complaints };
}

const axeSchema = z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) }));

/** What axe has against the page as it is, as lines. The policy of the page keeps scripts out, so a debugger brings this one in. */
export async function axeProblems(page: Page): Promise<string[]> {
	const session = await page.context().newCDPSession(page);
	const evaluate = async (expression: string) =>
		await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
	await evaluate(`${axe.source};0`);
	const { result } = await evaluate('axe.run(document).then(({ violations }) => violations)');
	await session.detach();
	return axeSchema.parse(result.value).map(
		({ id, nodes }) =>
			`${id}: ${nodes
				.slice(0, 3)
				.map(({ html }) => html.slice(0, 160))
				.join(' | ')}`,
	);
}
