import { z } from 'zod';
import { clauseIds, limitedClauseIds } from './clause-lists.ts';

export * from './clause-lists.ts';

const word = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);

/** See `OwnClauseId`. */
export const ownClauseIdSchema = z.templateLiteral([word, ':', word]);

export const clauseIdSchema = z.union([z.enum(clauseIds), ownClauseIdSchema]);

export const limitedClauseIdSchema = z.enum(limitedClauseIds);
