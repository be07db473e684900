import { MANAGED_LABEL, type RawObject, type StoreKind } from '../core/api/index.ts';
import {
  CLUSTER_SECRET_STORES,
  EXTERNAL_SECRETS,
  type ListOptions,
  NAMESPACES,
  SECRET_ACCESS_CONFIGS,
  SECRET_ACCESS_POLICIES,
  SECRET_STORES,
  SECRETS,
} from '../core/kube/index.ts';
import type { NamespaceFacts, PolicySet } from '../core/policy/index.ts';
import { createFollower, type FollowDeps, type Follower, type Subject } from './follow.ts';
import { keyOf, metadataOf, storeKeyOf } from './object-key.ts';
import type { StoreCatalog } from './store-catalog.ts';
import type { WakeIndex } from './wake-index.ts';

export interface WatchesDeps extends FollowDeps {
  /** Empty: every namespace. */
  readonly namespaces: readonly string[];
  readonly index: WakeIndex;
  readonly catalog: StoreCatalog;
  /** Names of namespaces that are being deleted, kept here. */
  readonly ending: Set<string>;
  /** What policies look at in namespaces, kept here. */
  readonly namespaceFacts: Map<string, NamespaceFacts>;
  readonly policies: PolicySet;
  readonly wakeExternalSecret: (key: string) => void;
  readonly wakeStore: (key: string) => void;
}

/** Everything the controller follows, and whom each change wakes. */
export function createWatches(deps: WatchesDeps): readonly Follower[] {
  const scopes: readonly ListOptions[] =
    deps.namespaces.length === 0 ? [{}] : deps.namespaces.map((namespace) => ({ namespace }));
  return [
    storeSubject(deps, 'ClusterSecretStore', {}),
    namespaceSubject(deps),
    ...policySubjects(deps),
    ...scopes.flatMap((scope) => [
      storeSubject(deps, 'SecretStore', scope),
      secretSubject(deps, scope),
      externalSecretSubject(deps, scope),
    ]),
  ].map((subject) => createFollower(subject, deps));
}

/** The policies; the set itself says when they change. */
function policySubjects({ policies }: WatchesDeps): readonly Subject[] {
  return [
    {
      resource: SECRET_ACCESS_POLICIES,
      options: {},
      mayLack: true,
      put: (object) => {
        policies.putPolicy(keyOf(metadataOf(object)), object);
      },
      gone: (ref) => {
        policies.dropPolicy(keyOf(ref));
      },
    },
    {
      resource: SECRET_ACCESS_CONFIGS,
      options: {},
      mayLack: true,
      put: (object) => {
        policies.putConfig(keyOf(metadataOf(object)), object);
      },
      gone: (ref) => {
        policies.dropConfig(keyOf(ref));
      },
    },
  ];
}

function externalSecretSubject(deps: WatchesDeps, options: ListOptions): Subject {
  return {
    resource: EXTERNAL_SECRETS,
    options,
    put(object) {
      if (deps.index.put(object)) {
        deps.wakeExternalSecret(keyOf(metadataOf(object)));
      }
    },
    gone(ref) {
      deps.index.remove(ref);
      deps.wakeExternalSecret(keyOf(ref));
    },
  };
}

/** Delivered Secrets: whoever edits or deletes one finds it put back at once. */
function secretSubject(deps: WatchesDeps, scope: ListOptions): Subject {
  const seen = new Map<string, string>();
  return {
    resource: SECRETS,
    options: { ...scope, labelSelector: `${MANAGED_LABEL}=true`, metadataOnly: true },
    put(object) {
      const { namespace, name, resourceVersion } = metadataOf(object);
      const key = keyOf({ namespace, name });
      if (seen.get(key) !== resourceVersion) {
        seen.set(key, resourceVersion);
        deps.index.ofTarget({ namespace, name }).forEach(deps.wakeExternalSecret);
      }
    },
    gone(ref) {
      seen.delete(keyOf(ref));
      deps.index.ofTarget(ref).forEach(deps.wakeExternalSecret);
    },
  };
}

/** A store that can be used again wakes those who wait for it. */
function storeSubject(deps: WatchesDeps, kind: StoreKind, options: ListOptions): Subject {
  return {
    resource: kind === 'SecretStore' ? SECRET_STORES : CLUSTER_SECRET_STORES,
    options,
    put(object: RawObject) {
      const { namespace, name } = metadataOf(object);
      const key = { kind, namespace, name };
      const { checked, usable } = deps.catalog.put(key, object);
      if (checked) {
        deps.wakeStore(storeKeyOf(key));
      }
      if (usable) {
        deps.index.ofStore(key).forEach(deps.wakeExternalSecret);
      }
    },
    gone(ref) {
      const key = { kind, ...ref };
      deps.catalog.remove(key);
      deps.wakeStore(storeKeyOf(key));
    },
  };
}

/** A namespace's labels decide which ClusterSecretStores may be used from it; one that ends takes nothing any more. */
function namespaceSubject(deps: WatchesDeps): Subject {
  const labelsSeen = new Map<string, string>();
  return {
    resource: NAMESPACES,
    options: { metadataOnly: true },
    put(object) {
      const { name, labels, deletionTimestamp } = metadataOf(object);
      if (deletionTimestamp !== undefined) {
        deps.ending.add(name);
      }
      deps.namespaceFacts.set(name, { name, labels });
      const now = JSON.stringify(Object.entries(labels).toSorted());
      const before = labelsSeen.get(name);
      labelsSeen.set(name, now);
      if (before !== undefined && before !== now) {
        deps.index.ofNamespace(name).forEach(deps.wakeExternalSecret);
      }
    },
    gone({ name }) {
      labelsSeen.delete(name);
      deps.namespaceFacts.delete(name);
      deps.ending.delete(name);
    },
  };
}
