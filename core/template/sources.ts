import { randomBytes } from 'node:crypto';
import type { FunctionSources } from './value/index.ts';

/** The real clock and real chance. */
export const systemSources: FunctionSources = {
  now: () => new Date(),
  randomBytes: (length) => randomBytes(length),
};
