import { readFileSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { repository } from '../testing/repository.ts';

const client = path.join(repository, 'harness/page/client');

export const clientBundleFile = path.join(repository, 'harness/page/client-bundle.ts');

/** harness/page/client-bundle.ts: the page's own script and style, as the page carries them. */
export async function clientBundle(): Promise<string> {
	const bundle = await rolldown({ input: path.join(client, 'main.ts'), platform: 'browser', logLevel: 'warn' });
	try {
		const { output } = await bundle.generate({ format: 'iife', minify: true });
		// Neither text may end the element that it stands in.
		const script = output[0].code.trim().replaceAll('</', '<\\/');
		const style = readFileSync(path.join(client, 'style.css'), 'utf8')
			.replaceAll(/\s*([\n{};])\s*/g, '$1')
			.replaceAll('\n', ' ')
			.trim();
		return [
			// Typed by hand, since the compiler would declare each by its whole text.
			'/** Made from harness/page/client/ by `npm run pages`; do not edit. */',
			`export const clientScript: string = ${JSON.stringify(script)};`,
			'',
			`export const clientStyle: string = ${JSON.stringify(style)};`,
			'',
		].join('\n');
	} finally {
		await bundle.close();
	}
}
