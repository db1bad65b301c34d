/** What programs expect in /dev (LSB, Filesystem Hierarchy Standard 3.0, 3.7), without any disk, console or kernel log. */
const devices = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];
const links = { ptmx: 'pts/ptmx', fd: '/proc/self/fd', stdin: 'fd/0', stdout: 'fd/1', stderr: 'fd/2' };

/**
 * Shell lines that put a small /dev of the run's own in the place of the machine's: started by root, a gateway would
 * otherwise be free to write to its disks. `scratch`: a folder of the run, empty again afterwards. Where the kernel
 * refuses, the machine's /dev stays.
 */
export function deviceLines(scratch: string): string[] {
	const old = `'${scratch}/.dev'`;
	return [
		`{ mkdir ${old} && mount -n --rbind /dev ${old} &&`,
		'mount -n -t tmpfs -o mode=0755,size=64k,nr_inodes=64 gatelock-dev /dev &&',
		`for node in ${devices.join(' ')}; do`,
		`if [ -e ${old}/$node ]; then : > /dev/$node && mount -n --bind ${old}/$node /dev/$node; fi`,
		'done &&',
		'mkdir -m 1777 /dev/shm && mkdir /dev/pts &&',
		`if [ -e ${old}/pts/ptmx ]; then mount -n --rbind ${old}/pts /dev/pts; fi &&`,
		...Object.entries(links).map(([name, target]) => `ln -s ${target} /dev/${name} &&`),
		`umount -n -l ${old} && rmdir ${old}; } || :`,
	];
}
