import { expect, test } from 'vitest';
import { parseBuildSpec } from './build-spec.ts';

const parse = (spec: string) => parseBuildSpec(spec, '/work', '/home/me');

test.each([
	['clawdbot@2026.1.24-3', 'clawdbot', '2026.1.24-3'],
	['openclaw@latest', 'openclaw', 'latest'],
	['@scope/gate@1.0.0', '@scope/gate', '1.0.0'],
])('%s is a package', (spec, name, version) => {
	expect(parse(spec)).toEqual({ kind: 'registry', name, version });
});

test.each([
	['.', '/work'],
	['./build', '/work/build'],
	['../b@1', '/b@1'],
	['/opt/gateway', '/opt/gateway'],
	['builds/clawdbot@2026.1.24', '/work/builds/clawdbot@2026.1.24'],
	['~/gateway', '/home/me/gateway'],
])('%s is a folder', (spec, folder) => {
	expect(parse(spec)).toEqual({ kind: 'folder', folder });
});

test('anything else is refused with what would do', () => {
	const messages = ['', 'clawdbot', 'clawdbot@', 'clawdbot@^2026.1.0', 'claw bot@1.0.0', '@', 'x@1;rm -rf'].map(
		(spec) => {
			try {
				return JSON.stringify(parse(spec));
			} catch (error) {
				return String(error);
			}
		},
	);
	expect(messages).toMatchInlineSnapshot(`
		[
		  "BuildUnobtainableError: --build "": That is not the name of a package. Give <name>@<version>, or a folder that holds an installed package.",
		  "BuildUnobtainableError: --build "clawdbot": The version is missing. Give <name>@<version>, or a folder that holds an installed package.",
		  "BuildUnobtainableError: --build "clawdbot@": The version is missing. Give <name>@<version>, or a folder that holds an installed package.",
		  "BuildUnobtainableError: --build "clawdbot@^2026.1.0": "^2026.1.0" is neither one version nor a tag. Give <name>@<version>, or a folder that holds an installed package.",
		  "BuildUnobtainableError: --build "claw bot@1.0.0": That is not the name of a package. Give <name>@<version>, or a folder that holds an installed package.",
		  "BuildUnobtainableError: --build "@": That is not the name of a package. Give <name>@<version>, or a folder that holds an installed package.",
		  "BuildUnobtainableError: --build "x@1;rm -rf": "1;rm -rf" is neither one version nor a tag. Give <name>@<version>, or a folder that holds an installed package.",
		]
	`);
});
