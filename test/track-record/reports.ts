import type { TrackedReport } from './reported.ts';
import { firstStarts } from './reports/first-starts.ts';
import { lockFilesLeft } from './reports/lock-files-left.ts';
import { losers } from './reports/losers.ts';
import { orphans } from './reports/orphans.ts';
import { ownersThatAreNone } from './reports/owners-that-are-none.ts';
import { restarts } from './reports/restarts.ts';
import { sharedHomes } from './reports/shared-homes.ts';
import { stops } from './reports/stops.ts';
import { tempFolders } from './reports/temp-folders.ts';

/** Public reports about the lock, by what they tell. */
export const reports: readonly TrackedReport[] = [
	...lockFilesLeft,
	...ownersThatAreNone,
	...orphans,
	...restarts,
	...losers,
	...sharedHomes,
	...stops,
	...firstStarts,
	...tempFolders,
];
