export { renderCommand } from './command.ts';
