import type { Command } from '../command.ts';
import { nodeFileReader } from '../files/index.ts';
import { connectCluster } from '../world/index.ts';
import { createExplainCommand } from './command.ts';

export const explainCommand: Command = createExplainCommand({
  files: nodeFileReader,
  connect: connectCluster,
});
