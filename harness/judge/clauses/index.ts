import type { BuiltInClauseId, EraClauseId } from '../../contract/clause-ids.ts';
import type { ClauseJudge } from '../clause-judge.ts';
import { judgeBindsAtStartup } from './binds-at-startup.ts';
import { judgeExactErrorBindFailed } from './exact-error-bind-failed.ts';
import { judgeExactErrorInUse } from './exact-error-in-use.ts';
import { judgeExclusiveListener } from './exclusive-listener.ts';
import { judgeExitCode } from './exit-code.ts';
import { judgeFailsFast } from './fails-fast.ts';
import { judgeForeignOccupant } from './foreign-occupant.ts';
import { judgeFreesPortOnShutdown } from './frees-port-on-shutdown.ts';
import { judgeHolderUndisturbed } from './holder-undisturbed.ts';
import { judgeIsolatedProfiles } from './isolated-profiles.ts';
import { judgeNoStaleLock } from './no-stale-lock.ts';
import { judgeOnePerState } from './one-per-state.ts';
import { judgePidGuardIndependent } from './pid-guard-independent.ts';
import { judgePortOverride } from './port-override.ts';
import { judgeRebindsImmediately } from './rebinds-immediately.ts';
import { judgeReclaimsLock } from './reclaims-lock.ts';
import { judgeSingleInstance } from './single-instance.ts';

/** The judge of each clause. */
export const clauseJudges: Readonly<Record<BuiltInClauseId, ClauseJudge>> = {
	'single-instance': judgeSingleInstance,
	'isolated-profiles': judgeIsolatedProfiles,
	'binds-at-startup': judgeBindsAtStartup,
	'exclusive-listener': judgeExclusiveListener,
	'rebinds-immediately': judgeRebindsImmediately,
	'no-stale-lock': judgeNoStaleLock,
	'fails-fast': judgeFailsFast,
	'exact-error-in-use': judgeExactErrorInUse,
	'exact-error-bind-failed': judgeExactErrorBindFailed,
	'foreign-occupant': judgeForeignOccupant,
	'port-override': judgePortOverride,
	'frees-port-on-shutdown': judgeFreesPortOnShutdown,
	'holder-undisturbed': judgeHolderUndisturbed,
	'pid-guard-independent': judgePidGuardIndependent,
};

/** The judge of each clause that a later era adds. */
export const eraClauseJudges: Readonly<Record<EraClauseId, ClauseJudge>> = {
	'era:one-per-state': judgeOnePerState,
	'era:reclaims-lock': judgeReclaimsLock,
	'era:exit-code': judgeExitCode,
};
