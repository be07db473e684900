import type { AccessRef, PolicyFinding, PolicyWorld, StoreId } from './contract.ts';
import { createFinding } from './create-finding.ts';
import { matchesLabels } from './label-selector.ts';
import type { StoreUse } from './placement.ts';

export interface ResolvedUses {
  readonly uses: readonly StoreUse[];
  readonly findings: readonly PolicyFinding[];
}

function storeId(kind: StoreId['kind'], name: string, namespace: string): StoreId {
  return { kind, name, namespace: kind === 'SecretStore' ? namespace : '' };
}

function byLabels(
  ref: AccessRef,
  target: Extract<AccessRef['target'], { by: 'labels' }>,
  namespace: string,
  world: PolicyWorld,
): ResolvedUses {
  const { kind, selector } = target;
  const stores = world.stores(kind, kind === 'SecretStore' ? namespace : '');
  if (stores.state !== 'known') {
    return { uses: [], findings: [unreadable(ref, `${kind}s`)] };
  }
  const picked = stores.value.filter(({ labels }) => matchesLabels(selector, labels));
  return {
    uses: picked.map((facts) => ({ ref, id: facts.id, facts: { state: 'known', value: facts } })),
    findings: [],
  };
}

function unreadable(ref: AccessRef, what: string): PolicyFinding {
  return createFinding({
    id: 'SPA-W002',
    enforcement: 'Deny',
    axis: 'facts',
    path: ref.storePath,
    policies: [],
    message: `the ${what} that the selector picks could not be read; try again`,
  });
}

/** The stores a reference means, as seen from a namespace. */
export function resolveUses(ref: AccessRef, namespace: string, world: PolicyWorld): ResolvedUses {
  const { target } = ref;
  if (target.by === 'labels') {
    return byLabels(ref, target, namespace, world);
  }
  const id = storeId(target.kind, target.name, namespace);
  return { uses: [{ ref, id, facts: world.store(id) }], findings: [] };
}
