export { rbacCommand } from './command.ts';
