export { nodeFileReader } from './node-file-reader.ts';
export { type FileReader, type ManifestFile, readSources } from './source.ts';
