import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { repository } from '../testing/repository.ts';

const compileTimeoutMs = 120_000;

/** docs/api.md: all that `gatelock` exports, as the compiler declares it, with the docstrings. */
export async function apiPage(): Promise<string> {
	const folder = mkdtempSync(path.join(tmpdir(), 'gatelock-api-'));
	try {
		const flags = ['-p', 'tsconfig.build.json', '--emitDeclarationOnly', '--outDir', folder];
		const compiler = path.join(repository, 'node_modules/.bin/tsc');
		await execa(compiler, flags, { cwd: repository, timeout: compileTimeoutMs });
		return page(exportsOf(path.join(folder, 'harness')));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

interface Exported {
	readonly name: string;
	/** Relative to `harness/`. */
	readonly module: string;
	readonly isType: boolean;
	readonly docstring: string;
	readonly declaration: string;
}

function exportsOf(harness: string): Exported[] {
	const index = readFileSync(path.join(harness, 'index.d.ts'), 'utf8');
	return [...index.matchAll(/^export (type )?\{(.*?)\} from '\.\/(.*?)(?:\.[jt]s)?';/gms)].flatMap(
		([, allTypes, names = '', module = '']) => {
			const source = readFileSync(path.join(harness, `${module}.d.ts`), 'utf8');
			return names
				.split(',')
				.map((name) => name.trim())
				.filter((name) => name !== '')
				.map((text) => {
					const name = text.replace(/^type /, '');
					const isType = allTypes !== undefined || text.startsWith('type ');
					return { name, module, isType, ...declarationOf(name, source, module) };
				});
		},
	);
}

/** A declaration as the compiler writes it: from its first line to the line that closes it, in the first column. */
function declarationOf(name: string, source: string, module: string): { docstring: string; declaration: string } {
	const head = new RegExp(
		String.raw`(?:^/\*\*((?:(?!\*/)[^])*?)\*/\n)?^export (?:declare )?(?:abstract )?(?:const|function|class|interface|type) ${name}\b`,
		'm',
	);
	const match = head.exec(source);
	if (match === null) return { docstring: '', declaration: `export { ${name} } // of ${module}` };
	const from = match.index + match[0].lastIndexOf('\nexport') + 1;
	const lines = source.slice(match[0].startsWith('export') ? match.index : from).split('\n');
	const isOpen = /[{(]$/.test(lines[0] ?? '');
	const end = lines.findIndex((line, index) => (isOpen ? index > 0 && /^[})]/.test(line) : line.endsWith(';')));
	const declaration = lines.slice(0, end + 1).filter((line) => !/^\s+(?:#private|private .*);$/.test(line));
	return { docstring: proseOf(match[1] ?? ''), declaration: declaration.join('\n').replaceAll('    ', '\t') };
}

function proseOf(docstring: string): string {
	return docstring
		.split('\n')
		.map((line) => line.replace(/^\s*\* ?/, '').trim())
		.join('\n')
		.trim()
		.replaceAll(/^@remarks Since (.*)$/gm, '*Since $1.*')
		.replaceAll(/^@throws (.*)$/gm, '**Throws** $1')
		.replaceAll(/^@param (\w+) (.*)$/gm, '`$1`: $2')
		.replaceAll(/^@returns (.*)$/gm, '**Returns** $1');
}

function page(exported: readonly Exported[]): string {
	const values = exported.filter(({ isType }) => !isType);
	const types = exported.filter(({ isType }) => isType);
	const links = '[← Other servers](peers.md) · [Architecture →](architecture.md)';
	return [
		'# API',
		links,
		"All that `import { … } from 'gatelock'` gives. Made from the docstrings by `npm run pages`; do not edit.",
		'## Values',
		...sections(values),
		'## Types',
		...sections(types),
		`${links}\n`,
	].join('\n\n');
}

function sections(exported: readonly Exported[]): string[] {
	return exported
		.toSorted((one, other) => one.name.localeCompare(other.name, 'en'))
		.map(({ name, module, docstring, declaration }) =>
			[`### ${name}`, docstring, `\`\`\`typescript\n${declaration}\n\`\`\``, `In \`harness/${module}.ts\`.`]
				.filter((part) => part !== '')
				.join('\n\n'),
		);
}
