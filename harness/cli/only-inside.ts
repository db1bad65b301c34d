import { type GatewayChoice, resolveGateway } from '../builds/resolve-gateway.ts';
import type { ProjectConfig } from '../config/project-config.ts';
import { enterIsolation, isInside } from './enter-isolation.ts';

/**
 * Does the work inside the isolation only. The process outside obtains the gateway and relaunches this command, so it
 * does not load what the work needs.
 *
 * @param work It enters the isolation by itself; see `enterIsolation`.
 * @returns The exit code.
 */
export async function onlyInside(
	choice: GatewayChoice,
	config: ProjectConfig,
	work: () => Promise<number>,
): Promise<number> {
	if (isInside()) return await work();
	const gateway = await resolveGateway(choice, process.cwd(), {
		say: (text) => process.stderr.write(`${text}\n`),
		recipes: config.recipes,
	});
	return await enterIsolation(gateway.visible, work);
}
