import { join } from 'node:path';
import type { Finding } from '../judge/finding.ts';
import { countVerdicts } from './count-cases.ts';
import { messages } from './messages.ts';
import type { CaseReport, Report } from './report.ts';
import { formatMoment } from './time-text.ts';
import { bounded, visible } from './visible.ts';
import { element, renderXml, type XmlElement } from './xml.ts';

const maxFieldChars = 4000;
const maxEvidenceLines = 50;

/**
 * A report as JUnit XML: one testsuite, a testcase for each case. A flaky case is a `<failure>` too: readers that know
 * `<flakyFailure>` count it as passed, and a contract that breaks now and then is broken.
 */
export function renderJUnit(report: Report): string {
	const counts = countVerdicts(report.cases);
	const totals = {
		name: 'gatelock',
		tests: report.cases.length,
		failures: counts.fail + counts.flaky,
		errors: counts.invalid,
		skipped: counts.skipped,
		time: seconds(report.durationMs),
	};
	const suite = element('testsuite', totals, [
		element('properties', {}, propertiesOf(report)),
		...report.cases.map((found) => testcase(found, report)),
	]);
	return renderXml(element('testsuites', totals, [suite]));
}

function propertiesOf(report: Report): XmlElement[] {
	const { gateway, contract, isolation, seed, verdict, versions } = report;
	const values = Object.entries({ verdict, gateway, contract, isolation, seed: String(seed), ...versions });
	return values.map(([name, value]) => element('property', { name: shown(name), value: shown(value) }));
}

function testcase(found: CaseReport, report: Report): XmlElement {
	const attributes = {
		name: shown(found.title),
		classname: shown(found.file ?? found.id),
		time: seconds(found.durationMs),
	};
	return element('testcase', attributes, outcome(found, report));
}

function outcome(found: CaseReport, report: Report): XmlElement[] {
	const reason = shown(found.reason ?? messages.notSeen);
	switch (found.verdict) {
		case 'pass':
			return [];
		case 'skipped':
			return [element('skipped', { message: reason })];
		case 'invalid':
			return [element('error', { message: reason, type: 'invalid' }, [details(found, report)])];
		case 'fail':
		case 'flaky': {
			const [first] = found.findings;
			const what = first
				? shown(messages.broken(first.clause) + first.message)
				: shown(found.reason ?? messages.failedWithoutFinding);
			const message = found.verdict === 'flaky' ? messages.junitFlaky(what) : what;
			return [element('failure', { message, type: first?.clause ?? found.verdict }, [details(found, report)])];
		}
	}
}

function details(found: CaseReport, report: Report): string {
	const { labels } = messages;
	const where = [
		found.folder === undefined ? '' : `${labels.timeline}: ${shown(join(report.folder, found.folder))}`,
		found.repeat === undefined ? '' : `${labels.repeat}: ${shown(found.repeat)}`,
	].filter((line) => line !== '');
	return ['', ...found.findings.flatMap(findingLines), ...where, ''].join('\n');
}

function findingLines({ clause, message, expected, actual, evidence }: Finding): string[] {
	const { labels } = messages;
	const left = evidence.length - maxEvidenceLines;
	return [
		shown(messages.broken(clause) + message),
		...(expected === undefined ? [] : [`  ${labels.expected}: ${shown(expected)}`]),
		...(actual === undefined ? [] : [`  ${labels.actual}: ${shown(actual)}`]),
		...evidence.slice(0, maxEvidenceLines).map(({ t, text }) => `  ${formatMoment(t)}  ${shown(text)}`),
		...(left > 0 ? [`  ${messages.moreEvidence(left)}`] : []),
	];
}

function shown(text: string): string {
	return visible(bounded(text, maxFieldChars));
}

function seconds(durationMs: number): string {
	return (durationMs / 1000).toFixed(3);
}
