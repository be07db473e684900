export { composeSidecar, type Sidecar, type SidecarDeps } from './compose.ts';
export {
  type Environment,
  parseSidecarConfig,
  SIDECAR_VARIABLES,
  type SidecarConfig,
} from './config.ts';
export { type FileSystem, readGeneration } from './volume/index.ts';
