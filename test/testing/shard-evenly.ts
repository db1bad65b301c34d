import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Deals the test files out to the shards one by one. Vitest itself cuts a list in pieces in which the groups of one file
 * are neighbors, so one machine would get all the long ones.
 */
export class ShardEvenly extends BaseSequencer {
	override async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
		const { shard } = this.ctx.config;
		if (shard === undefined) return files;
		const nameOf = ({ moduleId, project }: TestSpecification) => `${moduleId} ${project.name}`;
		return files
			.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
			.filter((_, at) => at % shard.count === shard.index - 1);
	}
}
