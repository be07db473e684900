export { createEnvFilesSink } from './env-files.ts';
export type { FileSystem } from './file-system.ts';
export { generationTime } from './generation.ts';
export { createVolumeSink, type VolumeSink } from './sink.ts';
