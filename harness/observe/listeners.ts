import { readFileSync } from 'node:fs';

/** A listening TCP socket as the kernel's table shows it. */
export interface Listener {
	readonly address: string;
	readonly port: number;
	readonly inode: number;
}

/** All listening TCP sockets of this network namespace. */
export function readListeners(): Listener[] {
	return [...parseTcpTable(readTable('/proc/net/tcp')), ...parseTcpTable(readTable('/proc/net/tcp6'))];
}

/** State 0A is TCP_LISTEN (include/net/tcp_states.h). */
const listenState = '0A';

/** Parses `/proc/net/tcp` or `/proc/net/tcp6` and keeps the listeners. */
export function parseTcpTable(text: string): Listener[] {
	const listeners: Listener[] = [];
	for (const line of text.split('\n').slice(1)) {
		const fields = line.trim().split(/\s+/);
		const [, local, , state] = fields;
		const inode = fields[9];
		if (state !== listenState || local === undefined || inode === undefined) continue;
		const [hexAddress, hexPort] = local.split(':');
		if (hexAddress === undefined || hexPort === undefined) continue;
		listeners.push({
			address: parseAddress(hexAddress),
			port: Number.parseInt(hexPort, 16),
			inode: Number(inode),
		});
	}
	return listeners;
}

/** The kernel prints addresses as 32-bit words in host byte order (little endian on every platform we run on). */
function parseAddress(hex: string): string {
	if (hex.length === 8) return bytesOf(hex).join('.');
	const bytes = hex.match(/.{8}/g)?.flatMap(bytesOf) ?? [];
	const groups = Array.from({ length: 8 }, (_, i) =>
		(((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16),
	);
	const text = groups.join(':');
	if (text === '0:0:0:0:0:0:0:0') return '::';
	if (text === '0:0:0:0:0:0:0:1') return '::1';
	if (text.startsWith('0:0:0:0:0:ffff:')) return `::ffff:${bytes.slice(12).join('.')}`;
	return text;
}

function bytesOf(word: string): number[] {
	return (word.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).reverse();
}

function readTable(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return '';
	}
}
