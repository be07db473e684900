export { checkFiles, type CheckResult, type ManifestFile, type Validate } from './check-files.ts';
export { checkCommand, type CheckDeps, runCheck } from './command.ts';
export { CROSS_FINDINGS, type FileFinding } from './finding.ts';
export type { FileReader } from './source.ts';
