export type * from './contract.ts';
export { dataHash } from './data-hash.ts';
export { isTargetValid, nextRefreshMs, shouldRefresh, syncedResourceVersion } from './refresh.ts';
export { createNativeSecretSink, type NativeSecretSinkDeps } from './sink/native-secret.ts';
export {
  mergeCondition,
  reportFailure,
  reportOutcome,
  type SyncEvent,
  type SyncReport,
} from './status.ts';
export { type ClientPoolDeps, createClientPool } from './store/client-pool.ts';
export { usesForeignStore } from './store/controller-class.ts';
export { createStoreConnector, type StoreConnectorDeps } from './store/connect.ts';
export { createStoreResolver, type StoreResolverDeps } from './store/resolve.ts';
export { createSync, type Sync, type SyncDeps } from './sync.ts';
