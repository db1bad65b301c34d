/** Longer texts of a record are cut in the page; the record itself has them whole. */
const maxChars = 4_000;

/**
 * A value as JSON that may stand inside `<script type="application/json">`: whatever a gateway printed, it cannot end the
 * element or begin another one, since nothing but plain ASCII without `<`, `>` and `&` is in it. Pure.
 */
export function embedded(value: unknown): string {
	return JSON.stringify(value, cutLong).replaceAll(
		/[<>&\u007f-\uffff]/g,
		(char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}

/** What stands where a text was cut. */
export function cutNote(chars: number): string {
	return `… (+${chars} characters; the timeline has them)`;
}

function cutLong(_key: string, value: unknown): unknown {
	if (typeof value !== 'string' || value.length <= maxChars) return value;
	return `${value.slice(0, maxChars)}${cutNote(value.length - maxChars)}`;
}
