export { injectCommand } from './command.ts';
