/** How long the harness watches beyond a limit, to tell "late" from "never": as long again, between 2 and 12 s. */
export function patienceMs(limitMs: number): number {
	return limitMs + Math.min(12_000, Math.max(2_000, limitMs));
}
