export {
  createEventRecorder,
  type EventNote,
  type EventRecorder,
  type EventRecorderDeps,
  type Involved,
} from './event.ts';
export { inClusterConnection, type InClusterDeps } from './in-cluster.ts';
export { createLeaderElection, type LeaderElection, type LeaderElectionDeps } from './lease.ts';
export { apiVersionOf, refOf } from './object-ref.ts';
export type * from './ports.ts';
export * from './resources.ts';
export {
  bearer,
  type Connection,
  createRestApi,
  type Credentials,
  type RestApiDeps,
} from './rest/index.ts';
export { type NativeSecret, parseNativeSecret, readNativeSecret } from './secret.ts';
export {
  type CacheEvent,
  createObjectCache,
  type ObjectCache,
  type ObjectCacheDeps,
} from './store/index.ts';
