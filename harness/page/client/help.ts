import { h } from './dom.ts';
import { keyHelp, words } from './words.ts';

/** What the keys do, as a dialog; the browser closes it at Escape. */
export function helpDialog(): HTMLDialogElement {
	const dialog = h(
		'dialog',
		{ class: 'help', 'aria-labelledby': 'help-title' },
		h('h2', { id: 'help-title' }, words.help),
		h(
			'dl',
			{},
			keyHelp.map(([keys, does]) => [h('dt', {}, h('kbd', {}, keys)), h('dd', {}, does)]),
		),
		h('button', { type: 'button', click: () => dialog.close() }, words.close),
	);
	return dialog;
}
