import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ProjectConfig } from '../config/project-config.ts';
import { slug } from '../scenario/slug.ts';
import { FileExistsError, TitleError } from './errors.ts';
import { hasKit } from './has-kit.ts';
import { initMessages as say } from './messages.ts';
import { scenarioText } from './templates.ts';
import { writeNewFile } from './write-file.ts';

/** Names of files end at 255 bytes. */
const maxTitleCharacters = 200;

/**
 * `gatelock new "<title>"`: a scenario file that runs as it is, in the project's scenario folder.
 *
 * @param takenIds asked when the title itself is in order: the ids that scenarios have
 * @returns What was done, for the terminal.
 * @throws TitleError for a title that gives no id, or one that a scenario has; FileExistsError, FileNotWritableError
 */
export async function newScenario(
	folder: string,
	title: string,
	{ config, takenIds }: { readonly config: ProjectConfig; readonly takenIds: () => Promise<ReadonlySet<string>> },
): Promise<string> {
	const id = slug(title);
	if (id === '' || title.length > maxTitleCharacters || /\p{Cc}/u.test(title)) {
		const allowed = `a title of at most ${maxTitleCharacters} characters on one line, with a letter or digit of a to z, 0 to 9`;
		throw new TitleError(title, allowed);
	}
	const file = path.join(config.scenarios?.[0] ?? path.join(folder, 'scenarios'), `${id}.scenario.ts`);
	const shown = path.relative(folder, file);
	if (existsSync(file)) throw new FileExistsError([shown], say.anotherTitle);
	if ((await takenIds()).has(id)) {
		throw new TitleError(title, `a title whose id no scenario has; "${id}" is taken`);
	}
	writeNewFile(file, scenarioText(title), false, say.anotherTitle);
	return `${say.wrote(shown)}\n${say.nextStepsOfNew(id, hasKit(folder))}`;
}
