import { writeFile } from 'node:fs/promises';
import { validateManifest } from '../../core/api/schema/index.ts';
import { textChecks } from '../../core/template/index.ts';
import type { Command } from '../command.ts';
import { nodeFileReader } from '../files/index.ts';
import { connectCluster } from '../world/index.ts';
import { createAuditCommand } from './command.ts';

export const auditCommand: Command = createAuditCommand({
  files: nodeFileReader,
  writeFile,
  connect: connectCluster,
  validate: (object) => validateManifest(object, textChecks),
});
