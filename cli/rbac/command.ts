import { createGroup } from '../group.ts';
import type { Command } from '../command.ts';

/** `sallyport rbac …`: questions about rights. Each is a subcommand; what begins with an option goes to `otherwise`. */
export const rbacCommand: Command = createGroup({
  name: 'rbac',
  summary: 'Say who may use a store, and what rights a Pod needs',
  subcommands: [],
  otherwise: undefined,
});
