export { createCompletionCommand } from './command.ts';
