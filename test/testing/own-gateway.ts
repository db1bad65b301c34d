import { bindGateway } from '../../fixtures/reference-gateway/bind-gateway.ts';
import { GatewayLockError } from '../../fixtures/reference-gateway/gateway-lock-error.ts';

/** A user's own gateway on the default port, which says whatever happens to it. */
try {
	const { httpServer } = await bindGateway(18789);
	httpServer.on('connection', () => console.log('connection'));
	httpServer.on('close', () => console.log('closed'));
	for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGCONT', 'SIGUSR1', 'SIGUSR2'] as const) {
		process.on(signal, () => console.log(signal));
	}
	console.log('listening');
} catch (error) {
	if (!(error instanceof GatewayLockError)) throw error;
	console.log('taken');
}
