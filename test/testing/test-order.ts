import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { longFiles } from '../tiers.ts';

/** The order of the test files, and how shards divide them. */
export class TestOrder extends BaseSequencer {
	/** Long files first, then fixture gateways: others fill the cores while these wait. */
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const sorted = await super.sort(files);
		return sorted.toSorted((one, other) => placeOf(one) - placeOf(other));
	}

	/**
	 * Deals the files out to the shards one by one. Vitest itself cuts a list in pieces in which the groups of one file are
	 * neighbors, so one machine would get all the long ones.
	 */
	override async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
		const { shard } = this.ctx.config;
		if (shard === undefined) return files;
		const nameOf = ({ moduleId, project }: TestSpecification) => `${moduleId} ${project.name}`;
		return files
			.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
			.filter((_, at) => at % shard.count === shard.index - 1);
	}
}

function placeOf({ moduleId, project }: TestSpecification): number {
	const long = longFiles.findIndex((file) => moduleId.endsWith(`/${file}`));
	if (long !== -1) return long;
	return longFiles.length + (project.config.provide.group?.at ?? longFiles.length);
}
