import type { Contract } from '../contract/contract.ts';
import { escapeForRegExp, fillHoles } from '../contract/holes.ts';
import type { EventOf } from '../timeline/events.ts';
import { type ExpectedMessage, findExactLine, findNearestText, type NearestText, segmentsOf } from './exact-message.ts';
import type { Instance } from './story-model.ts';

/** The message that a loser on this port has to print. */
export function inUseMessage(contract: Contract, port: number): ExpectedMessage {
	const { inUse, mayFollow } = contract.messages;
	return { text: fillHoles(inUse, { host: contract.host, port }), thenCause: false, mayFollow };
}

/**
 * The message that this loser has to print: that its holder's state is owned, where it shares that and the contract has
 * such a message, else that the port is in use. Any pid may stand in the hole: which one a gateway sees itself under is
 * its namespace's affair.
 */
export function refusalMessage(contract: Contract, loser: Instance, holders: readonly Instance[]): ExpectedMessage {
	const { stateOwned, mayFollow } = contract.messages;
	if (stateOwned === undefined || holders.every((each) => each.profile !== loser.profile)) {
		return inUseMessage(contract, loser.port);
	}
	const pattern = new RegExp(escapeForRegExp(stateOwned).replace(escapeForRegExp('{pid}'), String.raw`(\d+)`));
	const pid = loser.lines.map((each) => pattern.exec(each.line)?.[1]).find((each) => each !== undefined);
	const text = stateOwned.replace('{pid}', pid ?? String(holders[0]?.pid ?? '<pid>'));
	return { text, thenCause: false, mayFollow };
}

/** The message for every bind failure but EADDRINUSE; a cause has to follow. */
export function bindFailedMessage(contract: Contract, port: number): ExpectedMessage {
	return { text: fillHoles(contract.messages.bindFailed, { host: contract.host, port }), thenCause: true };
}

export interface Said {
	readonly exact: EventOf<'output'> | undefined;
	readonly nearest: (NearestText & { readonly event: EventOf<'output'> }) | undefined;
}

/** What an instance printed of a message: exactly, or the nearest it came. */
export function whatWasSaid(instance: Instance, expected: ExpectedMessage): Said {
	const lines = instance.lines.map((each) => each.line);
	const exactLine = findExactLine(lines, expected);
	if (exactLine !== undefined) return { exact: instance.lines[exactLine], nearest: undefined };
	const nearest = findNearestText(lines, expected);
	const event = nearest && instance.lines[nearest.line];
	return { exact: undefined, nearest: event && nearest && { ...nearest, event } };
}

/**
 * The line by which an instance also tells the other cause of the contract's two for its port: who says both has told
 * neither. Undefined when there is none, or when the contract's messages contain each other, so that one implies both.
 */
export function otherCauseSaid(
	contract: Contract,
	instance: Instance,
	right: 'inUse' | 'bindFailed',
): EventOf<'output'> | undefined {
	const inUse = inUseMessage(contract, instance.port);
	const bindFailed = bindFailedMessage(contract, instance.port);
	if (inUse.text.includes(bindFailed.text) || bindFailed.text.includes(inUse.text)) return undefined;
	if (right === 'bindFailed') return whatWasSaid(instance, inUse).exact;
	// Without its cause it tells of a failed bind all the same.
	const withoutCause = { text: bindFailed.text.replace(/:?\s*$/, ''), thenCause: false };
	return whatWasSaid(instance, bindFailed).exact ?? whatWasSaid(instance, withoutCause).exact;
}

/** Whether an instance said something that is, or is clearly meant to be, the refusal. */
export function isNearlyInUse(contract: Contract, instance: Instance): boolean {
	const expected = inUseMessage(contract, instance.port);
	const said = whatWasSaid(instance, expected);
	return said.exact !== undefined || (said.nearest?.edits ?? Number.POSITIVE_INFINITY) <= expected.text.length / 4;
}

/** The port in a message that is exact but for the port, with the line that says it. */
export function otherPortNamed(
	contract: Contract,
	instance: Instance,
): { readonly port: number; readonly event: EventOf<'output'> } | undefined {
	for (const template of [contract.messages.inUse, contract.messages.bindFailed]) {
		// Another contract's servers name no port.
		if (!template.includes('{port}')) continue;
		const pattern = patternOf(template, contract.host);
		for (const event of instance.lines) {
			for (const segment of segmentsOf(event.line)) {
				const port = Number(pattern.exec(segment)?.[1]);
				if (Number.isInteger(port) && port !== instance.port) return { port, event };
			}
		}
	}
	return undefined;
}

function patternOf(template: string, host: string): RegExp {
	const [before = '', after = ''] = template.replaceAll('{host}', host).split('{port}');
	return new RegExp(`${escapeForRegExp(before)}(\\d{1,6})${after === '' ? '(?!\\d)' : escapeForRegExp(after)}`);
}
