export {
  type AtomicWriter,
  type Commit,
  createAtomicWriter,
  type FileModes,
} from './atomic-writer.ts';
export type { FileSystem } from './file-system.ts';
export { type Generation, readGeneration } from './generation.ts';
export { createVolumeSink, type VolumeSettings, type VolumeSink } from './sink.ts';
