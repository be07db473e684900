import { validateManifest } from '../../core/api/schema/index.ts';
import { textChecks } from '../../core/template/index.ts';
import type { Command } from '../command.ts';
import { nodeFileReader } from '../files/index.ts';
import { createTestCommand } from './command.ts';

export const testCommand: Command = createTestCommand({
  files: nodeFileReader,
  validate: (object) => validateManifest(object, textChecks),
});
