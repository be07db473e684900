import type { RawObject, StoreKind } from '../../core/api/index.ts';
import {
  CLUSTER_SECRET_STORES,
  NAMESPACES,
  type ObjectReader,
  SECRET_STORES,
} from '../../core/kube/index.ts';
import {
  type CompiledPolicies,
  type EvaluationPlan,
  evaluate,
  type Lookup,
  type NamespaceFacts,
  type PolicyRequest,
  type PolicyWorld,
  type StoreFacts,
  storeFacts,
  type StoreId,
} from '../../core/policy/index.ts';
import type { Clock } from '../../core/runtime/index.ts';
import { namespaceFacts, type Snapshot } from '../snapshot/index.ts';

/** A watch is a moment behind: what one `kubectl apply` made just now is asked for once, within this time. */
const LIVE_MS = 1_000;
/** More misses than this in one object are left as the snapshot has them. */
const MAX_LIVE = 16;

const STORE_RESOURCES = {
  SecretStore: SECRET_STORES,
  ClusterSecretStore: CLUSTER_SECRET_STORES,
} as const;

export type SnapshotFacts = Pick<Snapshot, 'store' | 'stores' | 'namespace' | 'namespaces'>;

/** What the snapshot did not have. */
interface Misses {
  readonly stores: Map<string, StoreId>;
  readonly namespaces: Set<string>;
}

/** What was found out about the misses. */
export interface Live {
  readonly stores: ReadonlyMap<string, Lookup<StoreFacts>>;
  readonly namespaces: ReadonlyMap<string, Lookup<NamespaceFacts>>;
}

const NOTHING_LIVE: Live = { stores: new Map(), namespaces: new Map() };

function keyOf({ kind, namespace, name }: StoreId): string {
  return `${kind}/${namespace}/${name}`;
}

function known<Value>(value: Value): Lookup<Value> {
  return { state: 'known', value };
}

/**
 * The snapshot as the evaluator sees it. A store that is not there is absent; a namespace that is not there is unknown,
 * since the object that is to be stored lies in it.
 */
export function worldOf(
  facts: SnapshotFacts,
  policies: CompiledPolicies,
  live: Live = NOTHING_LIVE,
  misses?: Misses,
): PolicyWorld {
  return {
    policies,
    store(id) {
      const found = facts.store(id);
      if (found !== undefined) {
        return known(found);
      }
      misses?.stores.set(keyOf(id), id);
      return live.stores.get(keyOf(id)) ?? { state: 'absent' };
    },
    stores: (kind: StoreKind, namespace) => known(facts.stores(kind, namespace)),
    namespace(name) {
      const found = facts.namespace(name);
      if (found !== undefined) {
        return known(found);
      }
      misses?.namespaces.add(name);
      return live.namespaces.get(name) ?? { state: 'unknown' };
    },
    namespaces: () => known(facts.namespaces()),
  };
}

export interface EvaluatorDeps {
  readonly snapshot: SnapshotFacts & Pick<Snapshot, 'policies'>;
  readonly reader: ObjectReader;
  readonly clock: Clock;
}

/** The object, `absent`, or that it could not be read in time. */
async function readLive(
  read: (signal: AbortSignal) => Promise<RawObject | undefined>,
  clock: Clock,
  signal: AbortSignal,
): Promise<RawObject | 'absent' | 'unread'> {
  const end = new AbortController();
  const either = AbortSignal.any([signal, end.signal]);
  const late = clock.sleep(LIVE_MS, either).then(
    () => 'unread' as const,
    () => 'unread' as const,
  );
  try {
    const reading = read(either).then(
      (object) => object ?? ('absent' as const),
      () => 'unread' as const, // an error finding says so
    );
    return await Promise.race([reading, late]);
  } finally {
    end.abort();
  }
}

async function fetchMisses(
  misses: Misses,
  { reader, clock }: EvaluatorDeps,
  signal: AbortSignal,
): Promise<Live> {
  const stores = [...misses.stores].slice(0, MAX_LIVE).map(async ([key, id]) => {
    const resource = STORE_RESOURCES[id.kind];
    const read = await readLive(async (limit) => reader.get(resource, id, limit), clock, signal);
    if (typeof read === 'string') {
      return [key, { state: read === 'absent' ? 'absent' : 'unknown' } as const] as const;
    }
    const facts = storeFacts(read);
    return [key, facts === undefined ? ({ state: 'unknown' } as const) : known(facts)] as const;
  });
  const namespaces = [...misses.namespaces].slice(0, MAX_LIVE).map(async (name) => {
    const ref = { namespace: '', name };
    const read = await readLive(async (limit) => reader.get(NAMESPACES, ref, limit), clock, signal);
    const found: Lookup<NamespaceFacts> =
      typeof read === 'string' ? { state: 'unknown' } : known(namespaceFacts(read));
    return [name, found] as const;
  });
  return {
    stores: new Map(await Promise.all(stores)),
    namespaces: new Map(await Promise.all(namespaces)),
  };
}

/** The plan for a request over the snapshot; what the snapshot misses is read once from the API server, and judged again. */
export async function evaluateLive(
  request: PolicyRequest,
  deps: EvaluatorDeps,
  signal: AbortSignal,
): Promise<EvaluationPlan> {
  const policies = deps.snapshot.policies();
  const misses: Misses = { stores: new Map(), namespaces: new Set() };
  const plan = evaluate(request, worldOf(deps.snapshot, policies, NOTHING_LIVE, misses));
  if (policies.byName.size === 0 || (misses.stores.size === 0 && misses.namespaces.size === 0)) {
    return plan;
  }
  const live = await fetchMisses(misses, deps, signal);
  return evaluate(request, worldOf(deps.snapshot, policies, live));
}

/** A namespace that the snapshot misses, as the API server has it. */
export async function namespaceLive(
  name: string,
  deps: EvaluatorDeps,
  signal: AbortSignal,
): Promise<Live> {
  return deps.snapshot.namespace(name) === undefined
    ? fetchMisses({ stores: new Map(), namespaces: new Set([name]) }, deps, signal)
    : NOTHING_LIVE;
}
