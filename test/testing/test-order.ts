import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The order of the test files, and how shards divide them. */
export class TestOrder extends BaseSequencer {
	/** Fixture gateways first: they take longest, and mostly wait, while other files of their group need the cores. */
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const sorted = await super.sort(files);
		const placeOf = ({ project }: TestSpecification) => project.config.provide.group?.at ?? Number.POSITIVE_INFINITY;
		return sorted.toSorted((a, b) => (placeOf(a) === placeOf(b) ? 0 : placeOf(a) - placeOf(b)));
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
