export { createPolicyHandler } from './handler.ts';
