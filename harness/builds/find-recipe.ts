import { BuildUnobtainableError } from './build-unobtainable-error.ts';
import { isInRange } from './date-version.ts';
import type { Recipe } from './recipe.ts';

/** Null when no recipe fits name and version. */
export function recipeFor(recipes: readonly Recipe[], name: string, version: string): Recipe | null {
	return recipes.find((recipe) => recipe.name === name && isInRange(version, recipe.versions)) ?? null;
}

/** @throws BuildUnobtainableError (`unknown-package`, `no-recipe-for-version`), with the recipes there are. */
export function needRecipe(recipes: readonly Recipe[], name: string, version: string, spec: string): Recipe {
	const found = recipeFor(recipes, name, version);
	if (found !== null) return found;
	const sameName = knownRecipes(recipes, spec, name);
	throw new BuildUnobtainableError(spec, 'no-recipe-for-version', sameName.map(describe).join(', '));
}

/** @throws BuildUnobtainableError (`unknown-package`) when no recipe has that name. */
export function knownRecipes(recipes: readonly Recipe[], spec: string, name: string): readonly Recipe[] {
	const sameName = recipes.filter((recipe) => recipe.name === name);
	if (sameName.length > 0) return sameName;
	throw new BuildUnobtainableError(spec, 'unknown-package', recipes.map(describe).join(', '));
}

function describe(recipe: Recipe): string {
	const { from, to } = recipe.versions;
	return to === undefined ? `${recipe.name} from ${from}` : `${recipe.name} ${from} to ${to}`;
}
