import { testHostileGateways } from './testing/hostile-gateways.ts';

testHostileGateways('in process groups', { GATELOCK_NAMESPACES: 'off' });
