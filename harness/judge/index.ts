export { findExactLine, findNearestText, plainLine } from './exact-message.ts';
export { type JudgeOptions, judge } from './judge.ts';
export { type LockCandidate, lockLikeReason } from './lock-like.ts';
export { bindFailedMessage, inUseMessage } from './refusal.ts';
export { type CaseVerdict, mergeVerdicts, verdictOf } from './verdict.ts';
