/** One process of the harness serves this many cores: its own work is small beside that of the gateways. */
const coresPerProcess = 4;

/** How many processes run the cases. Pure. */
export function processesFor(cores: number): number {
	return Math.max(1, Math.ceil(cores / coresPerProcess));
}
