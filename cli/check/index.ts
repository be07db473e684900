import { writeFile } from 'node:fs/promises';
import { validateManifest } from '../../core/api/schema/index.ts';
import { textChecks } from '../../core/template/index.ts';
import type { Command } from '../command.ts';
import { createCheckCommand } from './command.ts';
import { nodeFileReader } from './node-file-reader.ts';

export { nodeFileReader } from './node-file-reader.ts';
export { readSources } from './source.ts';

export const checkCommand: Command = createCheckCommand({
  files: nodeFileReader,
  writeFile,
  validate: (object) => validateManifest(object, textChecks),
});
