import { expect, test } from 'vitest';
import { element, renderXml } from './xml.ts';

test('escapes texts and attributes, and drops what XML 1.0 forbids', () => {
	const text = 'a<b>&"\'\u0000\u001b\ud800\ufffe]]>😀\r\n\t';
	expect(renderXml(element('r', { a: text, n: 3 }, [text]))).toBe(
		'<?xml version="1.0" encoding="UTF-8"?>\n' +
			'<r a="a&lt;b&gt;&amp;&quot;\']]&gt;😀&#13;&#10;&#9;" n="3">a&lt;b&gt;&amp;"\']]&gt;😀&#13;\n\t</r>\n',
	);
});

test('nests, one element a line', () => {
	expect(renderXml(element('a', {}, [element('b'), element('c', {}, [element('d', { x: 1 })])]))).toBe(
		'<?xml version="1.0" encoding="UTF-8"?>\n<a>\n\t<b/>\n\t<c>\n\t\t<d x="1"/>\n\t</c>\n</a>\n',
	);
});
