import { z } from 'zod';
import { capabilityNames } from './capabilities.ts';

/** See `CapabilityTable`. */
export const capabilityTableSchema = z.record(z.enum(capabilityNames), z.string().nullable());
