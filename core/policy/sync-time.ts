import type { RawObject } from '../api/index.ts';
import type { AccessRef, KeyRequest, PolicyFinding, PolicyWorld, StoreId } from './contract.ts';
import { compareFindings } from './create-finding.ts';
import { extract } from './extract/index.ts';
import { governing } from './governing.ts';
import { judgeNamespace } from './judge-namespace.ts';
import { place } from './placement.ts';
import { unknownSources } from './unknown-source.ts';

/** Keys of one store that a namespace wants. */
export interface ReadQuestion {
  readonly namespace: string;
  readonly store: StoreId;
  readonly verb: AccessRef['verb'];
  readonly keys: readonly KeyRequest[];
}

function denials(findings: readonly PolicyFinding[]): readonly PolicyFinding[] {
  return findings.filter(({ enforcement }) => enforcement === 'Deny').toSorted(compareFindings);
}

/**
 * May the namespace have these keys now, with the policies, labels and store as they are? Nothing when it may. Placement only: who
 * applied the object was asked when it was admitted (architecture, decision 1). Facts that cannot be read are a denial.
 * @public
 */
export function mayRead(question: ReadQuestion, world: PolicyWorld): readonly PolicyFinding[] {
  const { namespace, store, verb, keys } = question;
  const scope = {
    namespace,
    facts: world.namespace(namespace),
    actor: undefined,
    cluster: world.policies.config.clusterName,
  };
  const facts = world.store(store);
  const target = { by: 'name', kind: store.kind, name: store.name } as const;
  return denials(
    keys.flatMap((key, index) => {
      const ref: AccessRef = { path: `keys[${index}]`, storePath: 'store', target, verb, key };
      return place({ ref, id: store, facts }, scope, world.policies).findings;
    }),
  );
}

/**
 * The same for everything that an ExternalSecret or PushSecret of the namespace asks for; also for one already parsed.
 */
export function mayHave(
  object: RawObject,
  namespace: string,
  world: PolicyWorld,
): readonly PolicyFinding[] {
  const extraction = extract(object);
  return extraction === undefined
    ? []
    : denials([
        ...unknownSources(extraction.unknown, world),
        ...judgeNamespace(extraction, namespace, world, undefined).findings,
      ]);
}

/**
 * May a sidecar read the store directly although its credentials lie in a Secret? Only if all policies that govern it say so, and one does.
 * @public
 */
export function allowsDirectCredentials(store: StoreId, world: PolicyWorld): boolean {
  const facts = world.store(store);
  const { policies, unclear } = governing(world.policies, store, facts);
  return (
    unclear.length === 0 &&
    policies.length > 0 &&
    policies.every(({ allowDirectCredentials }) => allowDirectCredentials)
  );
}
