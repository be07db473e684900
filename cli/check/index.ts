export { checkFiles, type ManifestFile } from './check-files.ts';
export { checkCommand, runCheck } from './command.ts';
export { CROSS_FINDINGS, type FileFinding } from './finding.ts';
export { type FileReader, readSources } from './source.ts';
export { nodeFileReader } from './node-file-reader.ts';
