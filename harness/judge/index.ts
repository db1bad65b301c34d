export { type LockCandidate, lockLikeReason } from '../contract/lock-like.ts';
export { findExactLine, findNearestText, plainLine } from './exact-message.ts';
export { type JudgeOptions, judge } from './judge.ts';
export { bindFailedMessage, inUseMessage } from './refusal.ts';
export { type CaseVerdict, mergeVerdicts, verdictOf } from './verdict.ts';
