import { parseSecretStore, type SecretStore, type StoreRef } from '../../api/index.ts';
import {
  CLUSTER_SECRET_STORES,
  type ObjectReader,
  type Resource,
  SECRET_STORES,
} from '../../kube/index.ts';
import { AppError, objectAt, textAt } from '../../runtime/index.ts';

const MAX_NAMES = 10;

/** Where a store is looked for: its kind's resource, and the namespace ('' for the cluster). */
interface Place {
  readonly resource: Resource;
  readonly namespace: string;
}

/** The store as messages name it. */
export function describeStoreRef(ref: StoreRef): string {
  return `${ref.kind} ${JSON.stringify(ref.name)}`;
}

function placeOf(ref: StoreRef, namespace: string): Place {
  return ref.kind === 'ClusterSecretStore'
    ? { resource: CLUSTER_SECRET_STORES, namespace: '' }
    : { resource: SECRET_STORES, namespace };
}

/** The names there are, for a message; '' where this process may not list them. */
async function describeOthers(
  place: Place,
  reader: ObjectReader,
  signal: AbortSignal,
): Promise<string> {
  const scope = place.namespace === '' ? {} : { namespace: place.namespace };
  try {
    const stores = await reader.list(place.resource, { ...scope, metadataOnly: true }, signal);
    const names = stores
      .map((raw) => textAt(objectAt(raw, 'metadata'), 'name'))
      .toSorted()
      .slice(0, MAX_NAMES);
    return names.length === 0
      ? `; there is no ${place.resource.kind}`
      : `; there are: ${names.join(', ')}`;
  } catch (error) {
    if (error instanceof AppError && error.code === 'KUBE_FORBIDDEN') {
      return '';
    }
    throw error;
  }
}

/** The store a reference names, parsed. STORE_NOT_FOUND says which names exist; SPEC_INVALID what is wrong with it. */
export async function findStore(
  ref: StoreRef,
  namespace: string,
  reader: ObjectReader,
  signal: AbortSignal,
): Promise<SecretStore> {
  const place = placeOf(ref, namespace);
  const target = { namespace: place.namespace, name: ref.name };
  const raw = await reader.get(place.resource, target, signal);
  if (raw === undefined) {
    const where = place.namespace === '' ? '' : ` in namespace ${JSON.stringify(namespace)}`;
    const others = await describeOthers(place, reader, signal);
    throw new AppError(
      'STORE_NOT_FOUND',
      `${describeStoreRef(ref)} does not exist${where}${others}`,
    );
  }
  const parsed = parseSecretStore(raw);
  if (!parsed.ok) {
    const problems = parsed.findings.map(({ path, message }) => `${path}: ${message}`);
    throw new AppError(
      'SPEC_INVALID',
      `${describeStoreRef(ref)} is not valid: ${problems.join('; ')}`,
    );
  }
  return parsed.value;
}
