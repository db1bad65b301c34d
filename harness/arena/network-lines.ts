/** Of the range for documentation, which nobody has (RFC 5737, TEST-NET-1). */
const cardAddress = '192.0.2.1/24';

/** Connections that the kernel keeps after their program has ended; they stay for a minute. */
const leftoverConnections = 65_536;

/**
 * Shell lines that bring up a fresh network: loopback, and a network card behind which there is nothing, because a
 * gateway may listen elsewhere once it sees one. A dummy, else a pair of virtual cards; where the kernel has neither
 * there is only loopback. Without a default route nothing else can be reached, and no time is spent on trying.
 */
export function networkLines(): string[] {
	return [
		// With a small table of sockets comes room for 512 of them, which the cases of one minute fill; then the kernel
		// drops what a later story waits for.
		`echo ${leftoverConnections} 2>/dev/null > /proc/sys/net/ipv4/tcp_max_tw_buckets || :`,
		'ip link set lo up || exit 125',
		'{ ip link add eth0 type dummy || { ip link add eth0 type veth peer name gatelock0 &&',
		// A card has a carrier when its peer is up. Neither is to wait for an address of its own.
		'ip link set gatelock0 addrgenmode none up; }; } 2>/dev/null &&',
		`ip link set eth0 addrgenmode none up 2>/dev/null && ip address add ${cardAddress} dev eth0 2>/dev/null || :`,
	];
}
