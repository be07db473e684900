import type { RawObject, StoreKind } from '../../core/api/index.ts';
import {
  CLUSTER_SECRET_STORES,
  NAMESPACES,
  type Resource,
  SECRET_ACCESS_CONFIGS,
  SECRET_ACCESS_POLICIES,
  SECRET_STORES,
} from '../../core/kube/index.ts';
import {
  type CompiledPolicies,
  createPolicySet,
  type Lookup,
  type NamespaceFacts,
  type StoreFacts,
  storeFacts,
  type StoreId,
} from '../../core/policy/index.ts';
import { type Component, objectAt, textAt, textsAt } from '../../core/runtime/index.ts';
import { createFollower, type FollowDeps, type Follower, type Subject } from './follow.ts';
import { createManagedSecrets } from './managed-secrets.ts';

/** What verdicts look at of the cluster, kept up to date by watches, and no more of it than they look at. */
export interface Snapshot extends Component {
  /** Undefined once everything was listed; otherwise what is missing, and no verdict may be given. */
  readonly problem: () => string | undefined;
  /** What is missing besides for verdicts about Pods, where a policy speaks of them. */
  podProblem(): string | undefined;
  readonly policies: () => CompiledPolicies;
  readonly storedPolicies: () => readonly RawObject[];
  readonly storedConfig: () => RawObject | undefined;
  readonly store: (id: StoreId) => StoreFacts | undefined;
  /** In a namespace, for SecretStores; all, for ClusterSecretStores. */
  readonly stores: (kind: StoreKind, namespace: string) => readonly StoreFacts[];
  readonly namespace: (name: string) => NamespaceFacts | undefined;
  readonly namespaces: () => readonly NamespaceFacts[];
  /** The ExternalSecret that manages a Secret; unknown until a policy for Pods has had them listed. */
  readonly managedSecret: (namespace: string, name: string) => Lookup<string>;
}

export interface SnapshotDeps extends FollowDeps {
  /** Called when policies or settings have changed. */
  readonly onPolicies: () => void;
}

function subject(
  resource: Resource,
  into: Pick<Subject, 'put' | 'gone'>,
  rest: Partial<Pick<Subject, 'options' | 'mayLack'>> = {},
): Subject {
  return { resource, options: {}, mayLack: false, ...into, ...rest };
}

/** The labels of a namespace. */
export function namespaceFacts(object: RawObject): NamespaceFacts {
  const metadata = objectAt(object, 'metadata');
  return { name: textAt(metadata, 'name'), labels: textsAt(metadata, 'labels') };
}

/** Facts of one kind of object, by key; what has none is left out. */
function mirror<Facts>(
  map: Map<string, Facts>,
  factsOf: (object: RawObject) => Facts | undefined,
): Pick<Subject, 'put' | 'gone'> {
  return {
    put(key, object) {
      const facts = factsOf(object);
      if (facts === undefined) {
        map.delete(key);
      } else {
        map.set(key, facts);
      }
    },
    gone: (key) => void map.delete(key),
  };
}

export function createSnapshot(deps: SnapshotDeps): Snapshot {
  const policies = createPolicySet(deps.onPolicies);
  const stores: Readonly<Record<StoreKind, Map<string, StoreFacts>>> = {
    SecretStore: new Map(),
    ClusterSecretStore: new Map(),
  };
  const namespaces = new Map<string, NamespaceFacts>();
  const followers: readonly Follower[] = [
    subject(SECRET_STORES, mirror(stores.SecretStore, storeFacts)),
    subject(CLUSTER_SECRET_STORES, mirror(stores.ClusterSecretStore, storeFacts)),
    subject(NAMESPACES, mirror(namespaces, namespaceFacts), { options: { metadataOnly: true } }),
    subject(
      SECRET_ACCESS_POLICIES,
      { put: policies.putPolicy, gone: policies.dropPolicy },
      { mayLack: true },
    ),
    subject(
      SECRET_ACCESS_CONFIGS,
      { put: policies.putConfig, gone: policies.dropConfig },
      { mayLack: true },
    ),
  ].map((each) => createFollower(each, deps));
  const managed = createManagedSecrets(deps);
  let running: Promise<unknown> = Promise.resolve();

  function inForce(): CompiledPolicies {
    const compiled = policies.inForce();
    if (compiled.index.pods.length > 0) {
      managed.need();
    }
    return compiled;
  }

  return {
    name: 'snapshot',
    async start(signal) {
      managed.start(signal);
      running = Promise.all(followers.map(async (follower) => follower.run(signal)));
    },
    async stop() {
      await running;
      await managed.ended();
    },
    problem: () =>
      followers.map((follower) => follower.problem()).find((problem) => problem !== undefined),
    podProblem() {
      inForce();
      return managed.problem();
    },
    policies: inForce,
    storedPolicies: policies.stored,
    storedConfig: policies.storedConfig,
    store: ({ kind, namespace, name }) => stores[kind].get(`${namespace}/${name}`),
    stores: (kind, namespace) =>
      [...stores[kind].values()].filter(
        ({ id }) => kind === 'ClusterSecretStore' || id.namespace === namespace,
      ),
    namespace: (name) => namespaces.get(`/${name}`),
    namespaces: () => [...namespaces.values()],
    managedSecret: managed.managedSecret,
  };
}
