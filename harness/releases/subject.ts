/** A build as a comparison sees it: what it is called, how `gatelock run` is told of it, and what makes it this one. */
export interface Subject {
	/** `openclaw@2026.4.29`, a folder, a command, `1a2b3c4 Subject of the commit`. */
	readonly label: string;
	/** `--build openclaw@2026.4.29`, `--gateway …`. */
	readonly options: readonly string[];
	/** Two subjects with the same fingerprint are the same program. */
	readonly fingerprint: string;
}
