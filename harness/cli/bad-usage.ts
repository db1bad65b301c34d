import { DiskLimitError } from '../builds/disk-limit.ts';
import { DurationError } from '../config/duration.ts';
import { ConfigError, ConfigLoadError } from '../config/errors.ts';
import { GatewayCommandError, GatewayScriptMissingError } from '../gateway/errors.ts';
import { FileExistsError, FileNotWritableError, TitleError } from '../init/errors.ts';
import { ReleaseChoiceError } from '../releases/errors.ts';
import { RunFolderVersionError } from '../report/run-folder-version.ts';
import { TimelineVersionError } from '../timeline/schema-version.ts';
import { ScenarioFilesError, UsageError } from './errors.ts';

const badUsage = [
	UsageError,
	ReleaseChoiceError,
	ScenarioFilesError,
	DiskLimitError,
	DurationError,
	GatewayCommandError,
	GatewayScriptMissingError,
	ConfigError,
	ConfigLoadError,
	FileExistsError,
	FileNotWritableError,
	TitleError,
	RunFolderVersionError,
	TimelineVersionError,
];

/** Whether the command line, the config file or a file of the project is at fault: exit code 2. */
export function isBadUsage(error: unknown): boolean {
	return badUsage.some((kind) => error instanceof kind);
}
