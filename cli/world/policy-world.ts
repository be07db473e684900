import { ACCESS_CONFIG_NAME, type RawObject } from '../../core/api/index.ts';
import {
  compilePolicies,
  type Lookup,
  type NamespaceFacts,
  type PolicyWorld,
  type StoreFacts,
  storeFacts,
  type StoreId,
} from '../../core/policy/index.ts';
import { objectAt, textAt, textsAt } from '../../core/runtime/index.ts';
import type { WorldObjects } from './objects.ts';

/** Which parts were handed in as a whole, so that what is not there does not exist. */
export interface Completeness {
  readonly stores: boolean;
  readonly namespaces: boolean;
  readonly rbac: boolean;
}

const ABSENT = { state: 'absent' } as const;

function known<T>(value: T | undefined): Lookup<T> {
  return value === undefined ? ABSENT : { state: 'known', value };
}

function storeKey({ kind, namespace, name }: StoreId): string {
  return `${kind}/${namespace}/${name}`;
}

function namespaceFacts(object: RawObject): NamespaceFacts {
  const metadata = objectAt(object, 'metadata');
  return { name: textAt(metadata, 'name'), labels: textsAt(metadata, 'labels') };
}

/** What the evaluator asks of these objects. Of several SecretAccessConfigs only the one named `cluster` counts. */
export function policyWorldOf(objects: WorldObjects, complete: Completeness): PolicyWorld {
  const stores = new Map<string, StoreFacts>();
  for (const facts of objects.stores.map(storeFacts)) {
    if (facts !== undefined) {
      stores.set(storeKey(facts.id), facts);
    }
  }
  const namespaces = new Map(
    objects.namespaces.map(namespaceFacts).map((facts) => [facts.name, facts]),
  );
  const config = objects.configs.find(
    (object) => textAt(objectAt(object, 'metadata'), 'name') === ACCESS_CONFIG_NAME,
  );
  return {
    policies: compilePolicies(objects.policies, config),
    store: (id) => known(stores.get(storeKey(id))),
    stores: (kind, namespace) =>
      complete.stores || stores.size > 0
        ? known(
            [...stores.values()].filter(
              ({ id }) =>
                id.kind === kind && (kind !== 'SecretStore' || id.namespace === namespace),
            ),
          )
        : ABSENT,
    namespace: (name) => known(namespaces.get(name)),
    namespaces: () =>
      complete.namespaces || namespaces.size > 0 ? known([...namespaces.values()]) : ABSENT,
  };
}
