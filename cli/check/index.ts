import { writeFile } from 'node:fs/promises';
import { validateManifest } from '../../core/api/schema/index.ts';
import { textChecks } from '../../core/template/index.ts';
import type { Command } from '../command.ts';
import { nodeFileReader } from '../files/index.ts';
import { createCheckCommand } from './command.ts';

export { nodeFileReader, readSources } from '../files/index.ts';
export { abilitiesIn } from './ability.ts';
export { FAIL_ON_OPTION, failsOn, parseFailOn } from './fail-on.ts';
export { readManifests } from './check-files.ts';
export { policyFindings } from './policy.ts';
export { ofOurKinds, type Validate } from './validation.ts';

export const checkCommand: Command = createCheckCommand({
  files: nodeFileReader,
  writeFile,
  validate: (object) => validateManifest(object, textChecks),
});
