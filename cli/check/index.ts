export { checkCommand } from './command.ts';
export { nodeFileReader } from './node-file-reader.ts';
export { readSources } from './source.ts';
