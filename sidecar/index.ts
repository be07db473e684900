export { composeSidecar, type Sidecar } from './compose.ts';
export { parseSidecarConfig } from './config.ts';
