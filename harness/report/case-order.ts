const collator = new Intl.Collator('en', { numeric: true });

/** Cases by their ids, `x.2` before `x.10`: a run and each later look at its record tell them in the same order. Pure. */
export function inOrder<C extends { readonly id: string }>(cases: readonly C[]): C[] {
	return cases.toSorted((one, other) => collator.compare(one.id, other.id));
}
