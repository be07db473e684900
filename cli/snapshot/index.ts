import { writeFile } from 'node:fs/promises';
import type { Command } from '../command.ts';
import { connectCluster } from '../world/index.ts';
import { createSnapshotCommand } from './command.ts';

export const snapshotCommand: Command = createSnapshotCommand({
  connect: connectCluster,
  writeFile,
});
