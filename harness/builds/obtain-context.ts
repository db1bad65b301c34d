/** What every step of obtaining a build needs. */
export interface ObtainContext {
	/** The build as the user named it. */
	readonly spec: string;
	readonly cacheDir: string;
	readonly onProgress: (text: string) => void;
	/** For one call of npm. */
	readonly timeoutMs: number;
	readonly signal: AbortSignal | undefined;
}
