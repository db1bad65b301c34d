/** One harness process serves this many cores, since it uses much less CPU time than the gateways. */
const coresPerProcess = 4;

/** How many processes run the cases. Pure. */
export function processesFor(cores: number): number {
	return Math.max(1, Math.ceil(cores / coresPerProcess));
}
