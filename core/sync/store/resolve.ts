import type { SecretStore, StoreRef } from '../../api/index.ts';
import { NAMESPACES, type ObjectReader } from '../../kube/index.ts';
import { isNamespaceAllowed, needsNamespaceLabels } from '../../policy/index.ts';
import { AppError, objectAt, textsAt } from '../../runtime/index.ts';
import type { ResolvedStore, StoreResolver } from '../contract.ts';
import { describeStoreRef, findStore } from './find-store.ts';

export interface StoreResolverDeps {
  readonly reader: ObjectReader;
  /** Ours: a store whose spec.controller names another one is not to be used (eso.md 1.2). */
  readonly controllerClass: string;
}

export function createStoreResolver(deps: StoreResolverDeps): StoreResolver {
  const { reader } = deps;

  function checkClass(ref: StoreRef, store: SecretStore): void {
    const { controller } = store.spec;
    if (controller !== '' && controller !== deps.controllerClass) {
      throw new AppError(
        'STORE_FORBIDDEN',
        `can not reference unmanaged store: ${describeStoreRef(ref)} belongs to controller class ${JSON.stringify(controller)}, this is ${JSON.stringify(deps.controllerClass)}`,
      );
    }
  }

  async function checkConditions(
    store: SecretStore,
    namespace: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { conditions } = store.spec;
    if (store.kind !== 'ClusterSecretStore') {
      return;
    }
    const raw = needsNamespaceLabels(conditions)
      ? await reader.get(NAMESPACES, { namespace: '', name: namespace }, signal)
      : undefined;
    const labels = textsAt(objectAt(raw ?? {}, 'metadata'), 'labels');
    if (!isNamespaceAllowed(conditions, { name: namespace, labels })) {
      throw new AppError(
        'STORE_FORBIDDEN',
        `using cluster store ${JSON.stringify(store.metadata.name)} is not allowed from namespace ${JSON.stringify(namespace)}: denied by spec.condition`,
      );
    }
  }

  function checkBackend(ref: StoreRef, store: SecretStore): void {
    if (store.spec.backend.name === 'unsupported') {
      throw new AppError(
        'PROVIDER_UNSUPPORTED',
        `${describeStoreRef(ref)} uses provider ${JSON.stringify(store.spec.backend.key)}, which Sallyport does not serve`,
      );
    }
  }

  return {
    async resolve(ref, namespace, signal): Promise<ResolvedStore> {
      const store = await findStore(ref, namespace, reader, signal);
      checkClass(ref, store);
      await checkConditions(store, namespace, signal);
      checkBackend(ref, store);
      return { store, namespace };
    },
  };
}
