export { checkFiles, type ManifestFile } from './check-files.ts';
export { checkCommand, runCheck } from './command.ts';
export { CROSS_FINDINGS, type FileFinding } from './finding.ts';
export type { FileReader } from './source.ts';
