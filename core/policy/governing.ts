import type { StoreSelector } from '../api/index.ts';
import type { CompiledPolicies, CompiledPolicy } from './compiled.ts';
import type { Lookup, StoreFacts, StoreId } from './contract.ts';
import { matchesLabels } from './label-selector.ts';
import { matchesName } from './wildcard.ts';

/** Which policies govern a store. */
export interface Governing {
  /** Sorted by name. */
  readonly policies: readonly CompiledPolicy[];
  /** Policies that would govern it if its labels, which could not be read, say so. */
  readonly unclear: readonly CompiledPolicy[];
}

function matchesPlace(selector: StoreSelector, id: StoreId): boolean {
  return (
    selector.kind === id.kind &&
    matchesName(selector.names, id.name) &&
    (id.kind === 'ClusterSecretStore' || matchesName(selector.namespaces, id.namespace))
  );
}

type Selection = 'yes' | 'no' | 'unclear';

function selects(selector: StoreSelector, id: StoreId, facts: Lookup<StoreFacts>): Selection {
  if (!matchesPlace(selector, id)) {
    return 'no';
  }
  if (selector.selector === undefined) {
    return 'yes';
  }
  if (facts.state === 'known') {
    return matchesLabels(selector.selector, facts.value.labels) ? 'yes' : 'no';
  }
  return facts.state === 'unknown' ? 'unclear' : 'no';
}

function selection(policy: CompiledPolicy, id: StoreId, facts: Lookup<StoreFacts>): Selection {
  const each = policy.stores.map((selector) => selects(selector, id, facts));
  return (['yes', 'unclear'] as const).find((answer) => each.includes(answer)) ?? 'no';
}

function byName(a: CompiledPolicy, b: CompiledPolicy): number {
  return a.name < b.name ? -1 : 1;
}

function findGoverning(
  { index }: CompiledPolicies,
  id: StoreId,
  facts: Lookup<StoreFacts>,
): Governing {
  const named = index.exact.get(`${id.kind}/${id.name}`) ?? [];
  const candidates = [...new Set([...named, ...index.open[id.kind]])].toSorted(byName);
  const judged = candidates.map((policy) => ({ policy, is: selection(policy, id, facts) }));
  return {
    policies: judged.filter(({ is }) => is === 'yes').map(({ policy }) => policy),
    unclear: judged.filter(({ is }) => is === 'unclear').map(({ policy }) => policy),
  };
}

/** Of stores that are known: neither they nor compiled policies ever change, so what was found once holds. */
const found = new WeakMap<CompiledPolicies, WeakMap<StoreFacts, Governing>>();

/** The policies whose `stores` select it, by name or by the labels it has (admission.md 2.8, step 6). */
export function governing(
  policies: CompiledPolicies,
  id: StoreId,
  facts: Lookup<StoreFacts>,
): Governing {
  if (facts.state !== 'known') {
    return findGoverning(policies, id, facts);
  }
  const ofPolicies = found.get(policies) ?? new WeakMap<StoreFacts, Governing>();
  const governors = ofPolicies.get(facts.value) ?? findGoverning(policies, id, facts);
  found.set(policies, ofPolicies.set(facts.value, governors));
  return governors;
}
