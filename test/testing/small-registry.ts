import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './gatelock.ts';
import { smallGateway } from './small-gateway.ts';

/** What a version of the package is: how its loser ends, or that it throws when it is started. */
export type Version = { readonly exitCodeOfLoser: number } | 'never-starts';

/**
 * A registry on this machine that has one package in some versions, for npm itself.
 *
 * @returns Its address, for `npm_config_registry`.
 */
export async function smallRegistry(name: string, versions: Readonly<Record<string, Version>>): Promise<string> {
	const folder = temporaryFolder();
	const tarballs = new Map<string, string>();
	for (const [version, what] of Object.entries(versions)) {
		const source = path.join(folder, version);
		mkdirSync(source);
		const manifest = { name, version, type: 'module', bin: 'gateway.js' };
		writeFileSync(path.join(source, 'package.json'), JSON.stringify(manifest));
		const program = what === 'never-starts' ? 'throw new Error("no way");\n' : smallGateway(what);
		writeFileSync(path.join(source, 'gateway.js'), program);
		await execa('npm', ['pack', '--pack-destination', folder, '--loglevel=error'], { cwd: source });
		tarballs.set(`/${name}-${version}.tgz`, path.join(folder, `${name}-${version}.tgz`));
	}
	const server = createServer((request, response) => {
		const file = tarballs.get(request.url ?? '');
		if (file !== undefined) response.end(readFileSync(file));
		else if (request.url === `/${name}`) response.end(JSON.stringify(packument(name, Object.keys(versions), place())));
		else response.writeHead(404).end('{}');
	});
	const place = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void server.close());
	return place();
}

function packument(name: string, versions: readonly string[], place: string) {
	const entries = versions.map((version) => {
		const dist = { tarball: `${place}/${name}-${version}.tgz` };
		return [version, { name, version, bin: { [name]: 'gateway.js' }, dist }] as const;
	});
	return { name, 'dist-tags': { latest: versions.at(-1) }, versions: Object.fromEntries(entries) };
}
