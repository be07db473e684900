import type { RawObject, StoreKind } from '../../core/api/index.ts';
import {
  compilePolicies,
  type CompiledPolicies,
  type Lookup,
  type NamespaceFacts,
  type PolicyWorld,
  type StoreFacts,
  storeFacts,
} from '../../core/policy/index.ts';

/** A policy of the fewest words: governs ClusterSecretStore `vault-prod`, and whatever `spec` changes. */
export function aPolicy(spec: RawObject = {}, name = 'vault-prod'): RawObject {
  return {
    apiVersion: 'policy.sallyport.dev/v1alpha1',
    kind: 'SecretAccessPolicy',
    metadata: { name },
    spec: {
      validationActions: ['Deny'],
      stores: [{ kind: 'ClusterSecretStore', names: ['vault-prod'] }],
      ...spec,
    },
  };
}

export function aConfig(spec: RawObject = {}): RawObject {
  return {
    apiVersion: 'policy.sallyport.dev/v1alpha1',
    kind: 'SecretAccessConfig',
    metadata: { name: 'cluster' },
    spec,
  };
}

export function aStore(
  name: string,
  provider: RawObject = { vault: { server: 'https://vault', path: 'secret', version: 'v2' } },
  metadata: RawObject = {},
): RawObject {
  const kind: StoreKind =
    metadata['namespace'] === undefined ? 'ClusterSecretStore' : 'SecretStore';
  return {
    apiVersion: 'external-secrets.io/v1',
    kind,
    metadata: { name, ...metadata },
    spec: { provider },
  };
}

/** An ExternalSecret app in team-a that reads these keys from ClusterSecretStore vault-prod. */
export function anExternalSecret(keys: readonly string[], spec: RawObject = {}): RawObject {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: 'app', namespace: 'team-a' },
    spec: {
      secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault-prod' },
      data: keys.map((key, index) => ({ secretKey: `k${index}`, remoteRef: { key } })),
      ...spec,
    },
  };
}

export interface WorldParts {
  readonly policies?: readonly RawObject[];
  readonly config?: RawObject;
  readonly stores?: readonly RawObject[];
  /** Namespace → labels. */
  readonly namespaces?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Names that cannot be read. */
  readonly unreadable?: readonly string[];
  readonly compiled?: CompiledPolicies;
}

function look<T>(map: ReadonlyMap<string, T>, key: string): Lookup<T> {
  const value = map.get(key);
  return value === undefined ? { state: 'absent' } : { state: 'known', value };
}

function keyOf({ kind, namespace, name }: StoreFacts['id']): string {
  return `${kind}/${namespace}/${name}`;
}

/** Everything a verdict depends on, made of manifests. By default: Vault store vault-prod; namespaces team-a and team-b with label team. */
export function aWorld(parts: WorldParts = {}): PolicyWorld {
  const {
    policies = [],
    config,
    stores = [aStore('vault-prod')],
    namespaces = { 'team-a': { team: 'a' }, 'team-b': { team: 'b' } },
    unreadable = [],
    compiled = compilePolicies(policies, config),
  } = parts;
  const facts = stores.map(storeFacts).filter((one) => one !== undefined);
  const byKey = new Map(facts.map((one) => [keyOf(one.id), one]));
  const spaces = new Map<string, NamespaceFacts>(
    Object.entries(namespaces).map(([name, labels]) => [name, { name, labels }]),
  );
  return {
    policies: compiled,
    store: (id) => (unreadable.includes(id.name) ? { state: 'unknown' } : look(byKey, keyOf(id))),
    stores: (kind, namespace) => ({
      state: 'known',
      value: facts.filter(({ id }) => id.kind === kind && id.namespace === namespace),
    }),
    namespace: (name) => (unreadable.includes(name) ? { state: 'unknown' } : look(spaces, name)),
    namespaces: () => ({ state: 'known', value: [...spaces.values()] }),
  };
}

/** 500 policies, each for a store of its own, of which the object uses ten: what the bench measures. */
export function aLargeWorld(): { readonly world: PolicyWorld; readonly object: RawObject } {
  const names = Array.from({ length: 500 }, (_, index) => `store-${index}`);
  const policies = names.map((name) =>
    aPolicy(
      {
        stores: [{ kind: 'ClusterSecretStore', names: [name] }],
        rules: [
          { name: 'own', keys: { allow: ['prod/{{namespace}}/**', 'shared/public/*'] } },
          { name: 'team', keys: { allow: ['teams/{{namespace.labels["team"]}}/**'] } },
        ],
        deny: [{ name: 'root', keys: ['**/root', 'sys/**'] }],
        constraints: { externalSecret: { minRefreshInterval: '5m' } },
      },
      `policy-${name}`,
    ),
  );
  const namespaces = Object.fromEntries(
    Array.from({ length: 5000 }, (_, index) => [`team-${index}`, { team: String(index) }]),
  );
  const object: RawObject = {
    ...anExternalSecret([]),
    metadata: { name: 'app', namespace: 'team-7' },
    spec: {
      data: names.slice(0, 10).map((name, index) => ({
        secretKey: `k${index}`,
        remoteRef: { key: `prod/team-7/db-${index}` },
        sourceRef: { storeRef: { kind: 'ClusterSecretStore', name } },
      })),
    },
  };
  return {
    world: aWorld({ policies, stores: names.map((name) => aStore(name)), namespaces }),
    object,
  };
}
