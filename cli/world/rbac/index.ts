export { isAuthorized } from './authorize.ts';
export { type Grant, grantsOf, type Subject } from './grants.ts';
