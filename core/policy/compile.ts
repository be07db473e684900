import {
  type Finding,
  parseAccessConfig,
  type RawObject,
  type SecretAccessConfigSpec,
  type StoreKind,
} from '../api/index.ts';
import type { CompiledPolicies, CompiledPolicy, PolicyProblem, StoreIndex } from './compiled.ts';
import { compilePolicy, type PolicyCompilation } from './compile-policy.ts';

const DEFAULTS: SecretAccessConfigSpec = {
  ungoverned: 'Allow',
  actors: { delegated: [], trusted: { users: [], groups: [] } },
  bypass: 'Nobody',
  revealPatterns: 'Own',
  redactKeys: false,
  docsURLTemplate: '',
  clusterName: '',
};

function addTo<Key>(map: Map<Key, CompiledPolicy[]>, key: Key, policy: CompiledPolicy): void {
  const list = map.get(key) ?? [];
  if (!list.includes(policy)) {
    map.set(key, [...list, policy]);
  }
}

function isOpen(policy: CompiledPolicy, kind: StoreKind): boolean {
  return policy.stores.some(
    (store) =>
      store.kind === kind &&
      (store.names === undefined || store.names.some((name) => name.includes('*'))),
  );
}

function exactNames(policies: readonly CompiledPolicy[]): Map<string, CompiledPolicy[]> {
  const exact = new Map<string, CompiledPolicy[]>();
  for (const policy of policies) {
    for (const { kind, names = [] } of policy.stores) {
      for (const name of names.filter((text) => !text.includes('*'))) {
        addTo(exact, `${kind}/${name}`, policy);
      }
    }
  }
  return exact;
}

function indexOf(policies: readonly CompiledPolicy[]): StoreIndex {
  return {
    exact: exactNames(policies),
    open: {
      SecretStore: policies.filter((policy) => isOpen(policy, 'SecretStore')),
      ClusterSecretStore: policies.filter((policy) => isOpen(policy, 'ClusterSecretStore')),
    },
    pods: policies.filter(({ pods }) => pods !== undefined),
    labels: new Set(
      policies.flatMap(({ constraints }) =>
        Object.keys(constraints.externalSecret?.requiredLabels ?? {}),
      ),
    ),
    storeLabels: policies.some(({ stores }) =>
      stores.some(({ selector }) => selector !== undefined),
    ),
  };
}

function settings(
  raw: RawObject | undefined,
  lastGood: CompiledPolicies | undefined,
): { readonly config: SecretAccessConfigSpec; readonly configFindings: readonly Finding[] } {
  if (raw === undefined) {
    return { config: DEFAULTS, configFindings: [] };
  }
  const parsed = parseAccessConfig(raw);
  return parsed.ok
    ? { config: parsed.value.spec, configFindings: [] }
    : { config: lastGood?.config ?? DEFAULTS, configFindings: parsed.findings };
}

/** A stored object never changes: a change is another object. So one policy that changed does not have all the others read again. */
const compilations = new WeakMap<RawObject, PolicyCompilation>();

function compileOnce(raw: RawObject): PolicyCompilation {
  const compilation = compilations.get(raw) ?? compilePolicy(raw);
  compilations.set(raw, compilation);
  return compilation;
}

function isSound({ faults }: PolicyCompilation): boolean {
  return faults.every(({ severity }) => severity === 'warning');
}

/**
 * Compiles every policy once. One that does not compile goes on governing: as its last good version, or, where there is none,
 * as strictly as what can be read of it says. The order of `policies` does not matter.
 */
export function compilePolicies(
  policies: readonly RawObject[],
  config: RawObject | undefined,
  lastGood?: CompiledPolicies,
): CompiledPolicies {
  const compiled = policies.map(compileOnce).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const inForce = new Map<string, CompiledPolicy>();
  const problems: PolicyProblem[] = [];
  for (const compilation of compiled) {
    const { name, faults, policy } = compilation;
    const before = lastGood?.byName.get(name);
    const chosen = isSound(compilation) ? policy : (before ?? policy);
    if (chosen !== undefined) {
      inForce.set(name, chosen);
    }
    if (!isSound(compilation)) {
      problems.push({
        policy: name,
        findings: faults,
        governedBy: before === undefined ? 'strict' : 'last-good',
      });
    }
  }
  return {
    byName: inForce,
    ...settings(config, lastGood),
    problems,
    index: indexOf([...inForce.values()]),
  };
}
