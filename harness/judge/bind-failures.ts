import type { Fault, Instance, Story } from './story-model.ts';

/** Instances whose bind was made to fail otherwise than by EADDRINUSE, with the fault that did it. */
export function provedBindFailures(story: Story): { readonly instance: Instance; readonly fault: Fault }[] {
	return story.instances.flatMap((instance) => {
		const fault = instance.faults.find((each) => each.effect === 'bind-failure' && each.provedAt !== undefined);
		return fault === undefined ? [] : [{ instance, fault }];
	});
}
