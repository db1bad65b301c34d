import { existsSync } from 'node:fs';

/** Removes what is secret from a text that is about to be stored. */
export type Mask = (text: string) => string;

/**
 * Variables whose values may stand in a record: a gateway inherits the first row, paths and names of the surroundings
 * tell nobody a secret, and a record is useless without its own paths. Everything else is masked.
 */
const allowed =
	/^(?:PATH|LANG|LC_\w+|TZ|TERM|COLORTERM|USER|LOGNAME|SHELL|HOME|PWD|OLDPWD|SHLVL|HOSTNAME|EDITOR|PAGER|_|CI|NO_COLOR|NODE_ENV|TMPDIR|XDG_\w+|npm_(?:config_(?:cache|prefix|user_agent|node_gyp|globalconfig|userconfig|init_module|local_prefix|global_prefix|npm_version)|lifecycle_\w+|package_\w+|command|execpath|node_execpath)|VITEST\w*|GATELOCK_(?!GATEWAY)\w+|GITHUB_(?:ACTIONS?|WORKFLOW|REPOSITORY|REF\w*|SHA|JOB|RUN_\w+|WORKSPACE|STEP_SUMMARY|SERVER_URL)|RUNNER_(?:OS|ARCH|TEMP))$/;

const secretName = /TOKEN|SECRET|PASS|PWD|KEY|CRED|AUTH|COOKIE|SESSION|PRIVATE|DSN/i;

/** Shorter values are words and numbers that stand everywhere; masking them would take the record apart. */
const leastCharacters = 8;
const leastSecretCharacters = 4;
/** Up to here a value of letters alone may be a word of any sentence (`production`). */
const longestWord = 12;

/** Forms that a secret is known by, whoever printed it. Source: the makers' documents on their token formats. */
const tokens: readonly RegExp[] = [
	/\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{20,}|glpat-[\w-]{16,}|npm_[A-Za-z0-9]{20,}|xox[abeprs]-[\w-]{10,})/g,
	/\bsk-[\w-]{16,}/g,
	/\bA(?:KIA|SIA)[A-Z0-9]{16}\b/g,
	/\bAIza[\w-]{30,}/g,
	/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
	/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
];

/** A word that says what follows, and what follows. */
const named =
	/((?:\b|[-_])(?:token|secret|password|passwd|api[-_]?key|access[-_]?key|authorization)["']?(?:\s*[=:]\s*|\s+(?=["']?\S*\d))["']?(?:bearer\s+|basic\s+)?)([^\s"',;&}]{6,})/gi;
const bearer = /(\bbearer\s+)([\w.~+/-]{12,}=*)/gi;
const inUrl = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)([^\s/@]{3,})(?=@)/gi;

const masked = '‹masked›';

/** A mask for what `environment` holds, and for everything that has the form of a token. Pure but for asking what is a path. */
export function maskFor(environment: Readonly<Record<string, string | undefined>>): Mask {
	const values = secretValues(environment);
	return (text) => {
		let safe = text;
		for (const { name, value } of values) if (safe.includes(value)) safe = safe.replaceAll(value, `‹${name}›`);
		for (const form of tokens) safe = safe.replace(form, masked);
		return safe.replace(named, hide).replace(bearer, hide).replace(inUrl, hide);
	};
}

function hide(_all: string, before: string, value: string): string {
	return before + (value.startsWith('‹') ? value : masked);
}

function secretValues(environment: Readonly<Record<string, string | undefined>>) {
	const found: { name: string; value: string }[] = [];
	for (const [name, whole] of Object.entries(environment)) {
		if (whole === undefined || allowed.test(name)) continue;
		// A key of several lines is printed line by line.
		for (const value of new Set([whole, ...whole.split('\n').map((line) => line.trim())])) {
			if (isTelling(name, value)) found.push({ name, value });
		}
	}
	// The longest first: one value may hold another.
	return found.sort((a, b) => b.value.length - a.value.length);
}

function isTelling(name: string, value: string): boolean {
	if (secretName.test(name)) return value.length >= leastSecretCharacters && !/^(?:true|false|none|null)$/i.test(value);
	if (value.length < leastCharacters || /^\d+$/.test(value)) return false;
	if (/^[a-z]+$/i.test(value) && value.length <= longestWord) return false;
	if (/^(?:wss?|https?):\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?\/?$/.test(value)) return false;
	return !value.split(':').every((part) => part === '' || (part.startsWith('/') && existsSync(part)));
}

let own: Mask | null = null;

/** The mask for this process's own environment. */
export function ownMask(): Mask {
	own ??= maskFor(process.env);
	return own;
}

/** A value of JSON with every text in it masked. */
export function masking<T>(value: T, mask: Mask = ownMask()): T {
	return maskValue(value, mask) as T;
}

function maskValue(value: unknown, mask: Mask): unknown {
	if (typeof value === 'string') return mask(value);
	if (Array.isArray(value)) return value.map((each) => maskValue(each, mask));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskValue(inner, mask)]));
}
