import type { Recipe } from '../recipe.ts';
import { clawdbot } from './clawdbot.ts';
import { openclaw, openclawWithModels } from './openclaw.ts';

/** The first recipe whose name and range fit wins. */
export const recipes: readonly Recipe[] = [clawdbot, openclawWithModels, openclaw];
