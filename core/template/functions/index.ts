import type { TemplateFunction } from '../value/index.ts';

/** Every function of Sprig and of ESO that templates may call; each family has a file. Later ones hide earlier ones. */
export const FUNCTIONS: readonly TemplateFunction[] = [];
