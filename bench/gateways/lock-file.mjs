// A gateway of some 30 lines with a lock file that it takes over from a dead owner. Its start makes about as many calls
// that change files as a warm start of clawdbot 2026.1.24-3 does (25), most of them to save settings and to log.
import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { bindFailed, fail, inUse, isAlive, runGateway, statePath } from '../../fixtures/gateway-kit.mjs';

const lock = statePath('gateway.lock');
const log = (line) => appendFileSync(statePath('gateway.log'), `${line}\n`);

await runGateway({
	beforeBind() {
		for (const name of ['config', 'devices', 'channels']) save(statePath(`${name}.json`), name);
		const owner = ownerOf(lock);
		if (owner === null || !isAlive(owner)) save(lock, `${process.pid}`);
	},
	refuse(gateway, error) {
		fail(error.code === 'EADDRINUSE' ? inUse(gateway) : bindFailed(gateway, error));
	},
	afterBind: (gateway) => log(`listening on ${gateway.url}`),
	beforeClose: () => rmSync(lock, { force: true }),
});

function save(file, text) {
	writeFileSync(`${file}.new`, text);
	renameSync(`${file}.new`, file);
	log(`saved ${file}`);
}

function ownerOf(file) {
	try {
		return Number(readFileSync(file, 'utf8'));
	} catch {
		return null;
	}
}
