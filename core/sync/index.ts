export type * from './contract.ts';
export {
  isTargetValid,
  nextRefreshMs,
  isWindowOpen,
  SHORTEST_REFRESH_MS,
  shouldRefresh,
  WINDOW_POLL_MS,
} from './refresh.ts';
export { createNativeSecretSink } from './sink/native-secret.ts';
export { nudgingKubelet } from './sink/nudge.ts';
export { mergeCondition, reportFailure, reportOutcome, type SyncReport } from './status.ts';
export { type ClientPoolDeps, createClientPool } from './store/client-pool.ts';
export { createStoreConnector, type StoreConnectorDeps } from './store/connect.ts';
export { usesForeignStore } from './store/controller-class.ts';
export { createStoreResolver } from './store/resolve.ts';
export { createSync, type Sync } from './sync.ts';
export { type PreviewProblem, type PreviewSecret, previewSecret } from './template/preview.ts';
