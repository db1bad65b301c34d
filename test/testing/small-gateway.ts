/** The source of a gateway that needs no package: it answers a WebSocket handshake, and keeps the contract. */
export function smallGateway({ exitCodeOfLoser }: { readonly exitCodeOfLoser: number }): string {
	return `#!/usr/bin/env node
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

const port = Number(process.argv[process.argv.indexOf('--port') + 1]);
const place = 'ws://127.0.0.1:' + port;
const server = createServer((_, response) => response.end());
const sockets = new Set();
server.on('upgrade', (request, socket) => {
	const key = request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
	const accept = createHash('sha1').update(key).digest('base64');
	socket.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n');
	socket.write('Sec-WebSocket-Accept: ' + accept + '\\r\\n\\r\\n');
	socket.on('error', () => {});
	sockets.add(socket);
});
server.on('error', (error) => {
	const inUse = error.code === 'EADDRINUSE';
	if (inUse) console.error('another gateway instance is already listening on ' + place);
	else console.error('failed to bind gateway socket on ' + place + ': ' + error.message);
	process.exit(inUse ? ${exitCodeOfLoser} : 1);
});
server.listen(port, '127.0.0.1');
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));
`;
}
