import { ProcFile } from './proc-file.ts';

/** A listening TCP socket as the kernel's table shows it. */
export interface Listener {
	readonly address: string;
	readonly port: number;
	readonly inode: number;
}

/** A header and some listeners; a table with connections in it is read no further than that. */
const pieceBytes = 1_024;

/** The listening TCP sockets of this network namespace, looked at again and again. */
export class ListenerTable {
	readonly #tables = [new ProcFile('/proc/net/tcp'), new ProcFile('/proc/net/tcp6')];
	readonly #counts = [new ProcFile('/proc/net/sockstat'), new ProcFile('/proc/net/sockstat6')];
	#counted: string | null = null;

	/** All that listen now. */
	read(): Listener[] {
		// Counted first: what changes while the tables are read has changed since.
		this.#counted = this.#count();
		return this.#tables.flatMap((table) => parseTcpTable(table.readUntil(hasConnections, pieceBytes) ?? ''));
	}

	/**
	 * Whether there are more or fewer sockets than at the last reading, which costs a fifth of reading who listens. Whoever
	 * takes the place of another between two glances is seen at the next reading only.
	 */
	hasOtherCount(): boolean {
		const count = this.#count();
		return count === null || count !== this.#counted;
	}

	close(): void {
		for (const file of [...this.#tables, ...this.#counts]) file.close();
		this.#counted = null;
	}

	/** Sockets that listen or are connected; null where the kernel does not tell. Source: `sock_prot_inuse_get`, per namespace. */
	#count(): string | null {
		const counts = this.#counts.map((file) => socketCount(file.read() ?? ''));
		return counts[0] === null ? null : counts.join(' ');
	}
}

/** The number of TCP sockets in use in the text of `/proc/net/sockstat` or `sockstat6`; null when it does not tell. Pure. */
export function socketCount(text: string): string | null {
	return /^TCP6?: inuse (\d+)/m.exec(text)?.[1] ?? null;
}

/** A whole line of a socket that does not listen, and of no half-open connection: old kernels told those with their listener. */
const connectionLine = /^ *\d+: [\dA-F]+:[\dA-F]{4} [\dA-F]+:[\dA-F]{4} (?!0A|03)[\dA-F]{2} /m;

/**
 * Whether the part of the table that holds the listeners is over. Source: `tcp_get_idx` in net/ipv4/tcp_ipv4.c walks the
 * listeners first, then all others; hundreds of closed connections need not be told to know who listens. Pure.
 */
export function hasConnections(text: string): boolean {
	return connectionLine.test(text);
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
