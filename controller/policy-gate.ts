import type { RawObject, StoreKind } from '../core/api/index.ts';
import {
  type CompiledPolicies,
  type Lookup,
  mayHave,
  type NamespaceFacts,
  type PolicyFinding,
  type PolicyWorld,
  type StoreFacts,
  storeFacts,
} from '../core/policy/index.ts';
import { AppError } from '../core/runtime/index.ts';
import type { StoreCatalog } from './store-catalog.ts';

/** Asks the policies again before each pass, so that an object older than a policy does not escape it (ARCHITECTURE, decision 1). */
export interface PolicyGate {
  /** STORE_FORBIDDEN where policies forbid the ExternalSecret what it reads; undefined where they allow it. */
  refusal(externalSecret: RawObject): AppError | undefined;
}

export interface PolicyGateDeps {
  readonly policies: () => CompiledPolicies;
  readonly catalog: Pick<StoreCatalog, 'find' | 'all'>;
  /** Labels of the followed namespaces, by name. */
  readonly namespaces: ReadonlyMap<string, NamespaceFacts>;
}

const MAX_SHOWN = 3;

function known<Value>(value: Value): Lookup<Value> {
  return { state: 'known', value };
}

function worldOf({ policies, catalog, namespaces }: PolicyGateDeps): PolicyWorld {
  return {
    policies: policies(),
    store(id) {
      const raw = catalog.find(id);
      const facts = raw === undefined ? undefined : storeFacts(raw);
      if (facts !== undefined) {
        return known(facts);
      }
      return { state: raw === undefined ? 'absent' : 'unknown' };
    },
    stores(kind: StoreKind, namespace): Lookup<readonly StoreFacts[]> {
      return known(catalog.all(kind, namespace).flatMap((raw) => storeFacts(raw) ?? []));
    },
    namespace(name) {
      const facts = namespaces.get(name);
      return facts === undefined ? { state: 'unknown' } : known(facts);
    },
    namespaces: () => known([...namespaces.values()]),
  };
}

function toRefusal(findings: readonly PolicyFinding[]): AppError {
  const shown = findings
    .slice(0, MAX_SHOWN)
    .map(({ id, path, message }) => `${path}: ${message} [${id}]`);
  const rest = findings.length - shown.length;
  return new AppError(
    'STORE_FORBIDDEN',
    `refused by policy: ${[...shown, ...(rest === 0 ? [] : [`and ${rest} more`])].join('; ')}`,
  );
}

export function createPolicyGate(deps: PolicyGateDeps): PolicyGate {
  return {
    refusal(externalSecret) {
      const world = worldOf(deps);
      if (world.policies.byName.size === 0 && world.policies.config.ungoverned === 'Allow') {
        return undefined;
      }
      const metadata = externalSecret['metadata'];
      const namespace =
        typeof metadata === 'object' && metadata !== null && 'namespace' in metadata
          ? String(metadata.namespace)
          : '';
      // Constraints on how it delivers were judged at admission; a running delivery is not stopped for one.
      const findings = mayHave(externalSecret, namespace, world);
      return findings.length === 0 ? undefined : toRefusal(findings);
    },
  };
}
