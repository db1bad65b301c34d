import { DiskLimitError } from '../builds/disk-limit.ts';
import { DurationError } from '../config/duration.ts';
import { ConfigError, ConfigLoadError } from '../config/errors.ts';
import { GatewayCommandError } from '../gateway/errors.ts';
import { FileExistsError, FileNotWritableError, TitleError } from '../init/errors.ts';
import { ScenarioFilesError, UsageError } from './errors.ts';

const badUsage = [
	UsageError,
	ScenarioFilesError,
	DiskLimitError,
	DurationError,
	GatewayCommandError,
	ConfigError,
	ConfigLoadError,
	FileExistsError,
	FileNotWritableError,
	TitleError,
];

/** Whether the command line, the config file or a file of the project is at fault: exit code 2. */
export function isBadUsage(error: unknown): boolean {
	return badUsage.some((kind) => error instanceof kind);
}
