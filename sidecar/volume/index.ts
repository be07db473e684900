export type { FileSystem } from './file-system.ts';
export { createVolumeSink, type VolumeSink } from './sink.ts';
