import {
  type ExternalSecret,
  parseSecretStore,
  type StoreRef,
  storeRefsOf,
} from '../../api/index.ts';
import { CLUSTER_SECRET_STORES, SECRET_STORES } from '../../kube/index.ts';
import type { StoreResolverDeps } from './resolve.ts';

async function isForeign(
  ref: StoreRef,
  namespace: string,
  deps: StoreResolverDeps,
  signal: AbortSignal,
): Promise<boolean> {
  const isCluster = ref.kind === 'ClusterSecretStore';
  const raw = await deps.reader.get(
    isCluster ? CLUSTER_SECRET_STORES : SECRET_STORES,
    { namespace: isCluster ? '' : namespace, name: ref.name },
    signal,
  );
  const parsed = parseSecretStore(raw);
  const controller = parsed.ok ? parsed.value.spec.controller : '';
  return controller !== '' && controller !== deps.controllerClass;
}

/**
 * Does any store it names belong to another controller class? Then the ExternalSecret is that controller's: nothing is
 * fetched and its status is not touched (eso.md 3.1 step 5).
 */
export async function usesForeignStore(
  externalSecret: ExternalSecret,
  deps: StoreResolverDeps,
  signal: AbortSignal,
): Promise<boolean> {
  const { namespace } = externalSecret.metadata;
  for (const ref of storeRefsOf(externalSecret)) {
    if (await isForeign(ref, namespace, deps, signal)) {
      return true;
    }
  }
  return false;
}
