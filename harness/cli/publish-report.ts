import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Contract } from '../contract/contract.ts';
import { renderAnnotations, withoutCommands } from '../report/github.ts';
import { renderMarkdown } from '../report/markdown.ts';
import type { Report } from '../report/report.ts';
import { fileReporters } from '../report/reporter-names.ts';
import { render } from '../report/reporters.ts';
import { masking } from '../timeline/secrets.ts';
import { htmlOf } from './page-of.ts';
import type { OutputOptions } from './run-options.ts';

/** Writes the report into the run's folder and wherever else it is wanted, and prints it. On GitHub Actions it is told there too. */
export function publishReport(report: Report, contract: Contract, options: OutputOptions): void {
	const safe = masking(report);
	const look = {
		color: process.stdout.isTTY === true && !process.env.NO_COLOR,
		columns: process.stdout.columns ?? 100,
		amount: options.look,
	};
	mkdirSync(report.folder, { recursive: true });
	writeFileSync(path.join(report.folder, 'report.json'), render('json', safe, contract, look));
	for (const name of fileReporters) {
		const file = options[name];
		if (file !== null) writeFileSync(file, render(name, safe, contract, look));
	}
	if (options.html !== null) writeFileSync(options.html, htmlOf({ report: safe, contract, folder: report.folder }));
	process.stdout.write(render(options.reporter, safe, contract, look));
	if (isOnGitHub()) tellGitHub(safe, contract);
}

/** Keeps what gateways print from being taken for commands of the CI service, until the report is told. */
export function silenceCommands(): void {
	if (isOnGitHub()) process.stderr.write(withoutCommands(commandToken).begin);
}

const commandToken = randomUUID();

function isOnGitHub(): boolean {
	return process.env.GITHUB_ACTIONS === 'true';
}

function tellGitHub(report: Report, contract: Contract): void {
	process.stderr.write(withoutCommands(commandToken).end + renderAnnotations(report));
	const summary = process.env.GITHUB_STEP_SUMMARY;
	if (summary) appendFileSync(summary, renderMarkdown(report, contract));
}
