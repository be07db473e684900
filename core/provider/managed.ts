import type { AppError } from '../runtime/index.ts';
import { describeKey, storeError } from './fault.ts';
import type { StoreIdentity } from './provider.ts';

/** The mark ESO puts on what it wrote to a backend; nothing without it is replaced or deleted (eso.md 7). */
export const MANAGED_BY = 'managed-by';
export const MANAGER = 'external-secrets';

/** SINK_CONFLICT: somebody else's secret. `mark` is what the backend would have it as ("tag", "custom metadata"). */
export function notManaged(store: StoreIdentity, key: string, mark: string): AppError {
  const problem = `secret not managed by external-secrets: it has no ${mark} ${MANAGED_BY}=${MANAGER}, so it is neither replaced nor deleted; use another key, or set the ${mark} if it may be`;
  return storeError('SINK_CONFLICT', { store, subject: describeKey(key), problem });
}
