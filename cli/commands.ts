import { checkCommand } from './check/index.ts';
import type { Command } from './command.ts';
import { devCommand } from './dev/index.ts';
import { rbacCommand } from './rbac/index.ts';
import { renderCommand } from './render/index.ts';

/** Every command, in the order of --help. */
export const COMMANDS: readonly Command[] = [checkCommand, renderCommand, rbacCommand, devCommand];
