export { createDirectSource } from './direct.ts';
export type { SpecEvent, SpecSource } from './spec-source.ts';
