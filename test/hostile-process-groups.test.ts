import { testHostileGateways } from './testing/hostile-gateways.ts';

/** A file of its own, so that both cores have one. */
testHostileGateways('in process groups', { GATELOCK_NAMESPACES: 'off' });
