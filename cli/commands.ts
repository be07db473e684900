import { auditCommand } from './audit/index.ts';
import { checkCommand } from './check/index.ts';
import type { Command } from './command.ts';
import { createCompletionCommand } from './completion/index.ts';
import { devCommand } from './dev/index.ts';
import { explainCommand } from './explain/index.ts';
import { injectCommand } from './inject/index.ts';
import { rbacCommand } from './rbac/index.ts';
import { renderCommand } from './render/index.ts';
import { snapshotCommand } from './snapshot/index.ts';
import { testCommand } from './test/index.ts';

const WORKING: readonly Command[] = [
  checkCommand,
  explainCommand,
  testCommand,
  auditCommand,
  snapshotCommand,
  renderCommand,
  injectCommand,
  rbacCommand,
  devCommand,
];

/** Every command, in the order of --help. */
export const COMMANDS: readonly Command[] = [...WORKING, createCompletionCommand(WORKING)];
