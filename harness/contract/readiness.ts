/** How a server of this contract shows that it serves, besides listening. */
export type Readiness =
	/** It answers a WebSocket handshake. */
	| { readonly kind: 'websocket' }
	/** It answers GET with a status below 500. */
	| { readonly kind: 'http'; readonly path: string }
	/** It accepts a TCP connection. */
	| { readonly kind: 'tcp' }
	/** It prints a line that this regular expression (holes `{host}`, `{port}`) matches. */
	| { readonly kind: 'output'; readonly line: string };

/** What the document says; a contract that says nothing means it. */
export const defaultReadiness: Readiness = { kind: 'websocket' };
