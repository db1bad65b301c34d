import { readFileSync } from 'node:fs';
import path from 'node:path';
import { validateAction, validateWorkflow } from '@action-validator/core';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { workflowText } from '../harness/init/templates.ts';
import { repository, runGatelock, temporaryFolder } from './testing/gatelock.ts';
import { fencedBlocks } from './testing/markdown.ts';

const action = readFileSync(path.join(repository, 'action.yml'), 'utf8');
const examples = fencedBlocks().filter(({ language }) => language === 'yaml');
const workflows = examples.filter(({ text }) => text.startsWith('# .github/workflows/'));

test('action.yml is an action', () => {
	expect(validateAction(action)).toMatchObject({ actionType: 'action', errors: [] });
});

test('each workflow of the pages, and the one that init writes, is one', () => {
	expect(workflows).toHaveLength(2);
	for (const text of [...workflows.map((block) => block.text), workflowText]) {
		expect(validateWorkflow(text)).toMatchObject({ actionType: 'workflow', errors: [] });
	}
});

test('the linter finds what is wrong', () => {
	expect(validateWorkflow(workflowText.replace('runs-on:', 'runs-at:')).errors).not.toEqual([]);
	expect(validateAction(action.replace('using: composite', 'using: nothing')).errors).not.toEqual([]);
});

const stepsSchema = z.looseObject({
	inputs: z.record(z.string(), z.unknown()),
	runs: z.looseObject({ steps: z.array(z.looseObject({ name: z.string().optional(), run: z.string().optional() })) }),
});

test('the action hands its inputs on, and no more words than they are', async () => {
	const { runs, inputs } = stepsSchema.parse(parse(action));
	const step = runs.steps.find(({ name }) => name === 'Judge the gateway');
	const script = (step?.run ?? '').replace('node "$GITHUB_ACTION_PATH/bin/gatelock.js"', "printf '[%s]'");
	const env = {
		GATEWAY: 'node a.js; $(false) {port}',
		BUILD: '',
		TAG: 'quick',
		SHARD: '1/2',
		SEED: '7',
		ARGUMENTS: '--quiet',
	};
	const said = await execa('bash', ['-euc', script], { env, extendEnv: false });
	expect(said.stdout).toBe(
		'[run][--tag][quick][--seed][7][--json][gatelock.json][--junit][gatelock.xml][--gateway][node a.js; $(false) {port}][--shard][1/2][--quiet]',
	);
	const used = workflows.flatMap(({ text }) => [
		...text.matchAll(/^ {10}(gateway|build|tag|shard|seed|arguments|artifact):/gm),
	]);
	expect(used.map(([, name = '']) => name).every((name) => name in inputs)).toBe(true);
});

/** The keys of a GitLab job that the example may use. Source: GitLab, CI/CD YAML syntax reference. */
const gitlabJob = z.strictObject({
	image: z.string(),
	parallel: z.int().min(2).max(200),
	before_script: z.array(z.string()),
	script: z.array(z.string()),
	artifacts: z.strictObject({
		when: z.enum(['on_success', 'on_failure', 'always']),
		paths: z.array(z.string()),
		reports: z.strictObject({ junit: z.string() }),
	}),
});

test('the example for GitLab is a job', () => {
	const [text = ''] = examples.filter((block) => block.text.startsWith('# .gitlab-ci.yml')).map((block) => block.text);
	expect(z.record(z.string(), gitlabJob).safeParse(parse(text)).error).toBeUndefined();
});

test('each gatelock command of the examples is understood', async () => {
	const commands = examples.flatMap(({ text }) =>
		[...text.matchAll(/npx gatelock (.*)$/gm)].map(([, words = '']) => words),
	);
	expect(commands).toHaveLength(3);
	for (const words of commands) {
		const filled = words.replace('${{ matrix.shard }}', '1').replace('$CI_NODE_INDEX/$CI_NODE_TOTAL', '1/2');
		// What is wrong with it is known before anything is started.
		const bad = filled.startsWith('run') ? ['--repeat', '0'] : [];
		const run = await runGatelock([...filled.split(' '), ...bad], { cwd: temporaryFolder() });
		expect(run).toMatchObject({
			exitCode: 2,
			stderr: expect.stringMatching(/^gatelock: (?:--repeat "0"|merge "part-1\/latest") cannot/),
		});
	}
});
