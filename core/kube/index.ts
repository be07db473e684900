export { createEventRecorder, type EventRecorder } from './event.ts';
export { inClusterConnection } from './in-cluster.ts';
export { createLeaderElection } from './lease.ts';
export { apiVersionOf } from './object-ref.ts';
export type * from './ports.ts';
export * from './resources.ts';
export { type Connection, createRestApi } from './rest/index.ts';
export { type NativeSecret, parseNativeSecret, readNativeSecret } from './secret.ts';
export { patchStatus } from './status.ts';
