import type { Command } from '../command.ts';
import { nodeFileReader } from '../files/index.ts';
import { createGroup } from '../group.ts';
import { connectCluster } from '../world/index.ts';
import { createServiceAccountCommand } from './serviceaccount-command.ts';
import { createWhoCanUseCommand } from './who-can-use.ts';

/** `sallyport rbac …`: questions about rights. Each is a subcommand; what begins with an option goes to `otherwise`. */
export const rbacCommand: Command = createGroup({
  name: 'rbac',
  summary: 'Say who may use a store, and what rights a Pod needs',
  subcommands: [createWhoCanUseCommand({ files: nodeFileReader, connect: connectCluster })],
  otherwise: createServiceAccountCommand(nodeFileReader),
});
