// Judges every peer that is installed here by its own contract, and writes what came of it into docs/peers.md.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { peers } from '../../fixtures/peers/all.ts';
import { repository } from '../testing/repository.ts';
import { judgePeer } from './judge-peer.ts';
import { peersSection } from './peers-section.ts';

const page = path.join(repository, 'docs', 'peers.md');
const runs = mkdtempSync(path.join(tmpdir(), 'gatelock-peers-'));
try {
	const only = process.argv.slice(2);
	const judged = [];
	for (const peer of peers) {
		if (only.length > 0 && !only.includes(peer.contract.id)) continue;
		process.stderr.write(`${peer.title}\n`);
		judged.push(await judgePeer(peer, peer.scenarios ?? ['--tag', 'quick'], runs));
	}
	const { stdout: system } = await execa('sh', ['-c', '. /etc/os-release && echo "$PRETTY_NAME"'], { reject: false });
	const section = peersSection(judged, system.trim());
	const text = readFileSync(page, 'utf8');
	const shape = /(<!-- judged: [^\n]* -->\n)[\s\S]*(<!-- \/judged -->)/;
	if (!shape.test(text)) throw new Error(`${page} has no place for what was judged.`);
	if (only.length === 0)
		writeFileSync(
			page,
			text.replace(shape, (_, open, close) => `${open}${section}${close}`),
		);
	else process.stdout.write(section);
} finally {
	rmSync(runs, { recursive: true, force: true });
}
