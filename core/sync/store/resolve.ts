import {
  parseSecretStore,
  type RawObject,
  type SecretStore,
  type StoreRef,
} from '../../api/index.ts';
import {
  CLUSTER_SECRET_STORES,
  NAMESPACES,
  type ObjectReader,
  type Resource,
  SECRET_STORES,
} from '../../kube/index.ts';
import { isNamespaceAllowed, needsNamespaceLabels } from '../../policy/index.ts';
import { AppError } from '../../runtime/index.ts';
import type { ResolvedStore, StoreResolver } from '../contract.ts';
import { nameOf, labelsOf } from './raw-metadata.ts';

export interface StoreResolverDeps {
  readonly reader: ObjectReader;
  /** Ours: a store whose spec.controller names another one is not to be used (eso.md 1.2). */
  readonly controllerClass: string;
}

const MAX_NAMES = 10;

function describe(ref: StoreRef): string {
  return `${ref.kind} ${JSON.stringify(ref.name)}`;
}

function resourceOf(ref: StoreRef): Resource {
  return ref.kind === 'ClusterSecretStore' ? CLUSTER_SECRET_STORES : SECRET_STORES;
}

function parseStore(ref: StoreRef, raw: RawObject): SecretStore {
  const parsed = parseSecretStore(raw);
  if (!parsed.ok) {
    const problems = parsed.findings.map(({ path, message }) => `${path}: ${message}`);
    throw new AppError('SPEC_INVALID', `${describe(ref)} is not valid: ${problems.join('; ')}`);
  }
  return parsed.value;
}

export function createStoreResolver(deps: StoreResolverDeps): StoreResolver {
  const { reader } = deps;

  /** The names that exist, where this process may list them; a hint is not worth a second error. */
  async function otherNames(
    ref: StoreRef,
    namespace: string,
    signal: AbortSignal,
  ): Promise<string> {
    const scope = ref.kind === 'ClusterSecretStore' ? {} : { namespace };
    try {
      const found = await reader.list(resourceOf(ref), { ...scope, metadataOnly: true }, signal);
      const names = found.map(nameOf).toSorted();
      return names.length === 0
        ? `; there is no ${ref.kind}`
        : `; there are: ${names.slice(0, MAX_NAMES).join(', ')}`;
    } catch (error) {
      if (error instanceof AppError && error.code === 'KUBE_FORBIDDEN') {
        return '';
      }
      throw error;
    }
  }

  async function find(ref: StoreRef, namespace: string, signal: AbortSignal): Promise<SecretStore> {
    const place = ref.kind === 'ClusterSecretStore' ? '' : namespace;
    const raw = await reader.get(resourceOf(ref), { namespace: place, name: ref.name }, signal);
    if (raw !== undefined) {
      return parseStore(ref, raw);
    }
    const where = place === '' ? '' : ` in namespace ${JSON.stringify(place)}`;
    throw new AppError(
      'STORE_NOT_FOUND',
      `${describe(ref)} does not exist${where}${await otherNames(ref, namespace, signal)}`,
    );
  }

  function checkClass(ref: StoreRef, store: SecretStore): void {
    const { controller } = store.spec;
    if (controller !== '' && controller !== deps.controllerClass) {
      throw new AppError(
        'STORE_FORBIDDEN',
        `can not reference unmanaged store: ${describe(ref)} belongs to controller class ${JSON.stringify(controller)}, this is ${JSON.stringify(deps.controllerClass)}`,
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
    const labels = needsNamespaceLabels(conditions)
      ? labelsOf(await reader.get(NAMESPACES, { namespace: '', name: namespace }, signal))
      : {};
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
        `${describe(ref)} uses provider ${JSON.stringify(store.spec.backend.key)}, which Sallyport does not serve`,
      );
    }
  }

  return {
    async resolve(ref, namespace, signal): Promise<ResolvedStore> {
      const store = await find(ref, namespace, signal);
      checkClass(ref, store);
      await checkConditions(store, namespace, signal);
      checkBackend(ref, store);
      return { store, namespace };
    },
  };
}
