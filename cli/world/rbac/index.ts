export { isAuthorized, type RightQuestion } from './authorize.ts';
export { type Grant, grantsOf, type Subject } from './grants.ts';
export type { Right } from './rules.ts';
