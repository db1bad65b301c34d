/** The programs of the kit that run in arenas, by their path below `fixtures/`. */
export const programNames = [
	'reference-gateway/main',
	'occupants/client',
	'occupants/half-open',
	'occupants/http',
	'occupants/resetting',
	'occupants/slow-http',
	'occupants/tcp',
	'occupants/ten-ports',
	'occupants/udp',
	'occupants/websocket',
] as const;

export type ProgramName = (typeof programNames)[number];
