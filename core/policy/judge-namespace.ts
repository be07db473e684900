import type { ResolvedActor } from './actor.ts';
import type { Assumption, Extraction, PolicyFinding, PolicyWorld } from './contract.ts';
import { place, type StoreUse } from './placement.ts';
import type { UseScope } from './rule.ts';
import { resolveUses } from './store-use.ts';
import type { PlacedUse } from './use-check.ts';

export interface NamespaceJudgement {
  readonly placed: readonly PlacedUse[];
  readonly findings: readonly PolicyFinding[];
  readonly assumptions: readonly Assumption[];
  /** Refused so often that the rest was not looked at. */
  readonly isCut: boolean;
}

function assumptionsOf({ use, placement }: PlacedUse): readonly Assumption[] {
  if (placement.policies.length === 0) {
    return use.facts.state === 'absent' ? ['store-definition-unknown'] : [];
  }
  if (use.facts.state !== 'known') {
    return ['store-definition-unknown'];
  }
  return use.facts.value.backend.name === 'unsupported' ? ['provider-not-modelled'] : [];
}

/** An object refused so often is refused; the rest of it would only cost time. */
const MAX_DENIALS = 100;

function placeAll(
  uses: readonly StoreUse[],
  scope: UseScope,
  world: PolicyWorld,
): readonly PlacedUse[] {
  const placed: PlacedUse[] = [];
  let denials = 0;
  for (const use of uses) {
    if (denials >= MAX_DENIALS) {
      break;
    }
    const placement = place(use, scope, world.policies);
    denials += placement.findings.some(({ enforcement }) => enforcement === 'Deny') ? 1 : 0;
    placed.push({ use, placement });
  }
  return placed;
}

/** Everything the object asks for, as seen from one namespace: steps 4 to 6 of admission.md 2.8. */
export function judgeNamespace(
  extraction: Extraction,
  namespace: string,
  world: PolicyWorld,
  actor: ResolvedActor | undefined,
): NamespaceJudgement {
  const facts = world.namespace(namespace);
  const cluster = world.policies.config.clusterName;
  const scope: UseScope = { namespace, facts, actor, cluster };
  const resolved = extraction.refs.map((ref) => resolveUses(ref, namespace, world));
  const uses = resolved.flatMap((one) => one.uses);
  const placed = placeAll(uses, scope, world);
  const found = placed.flatMap(({ placement }) => placement.findings);
  const unlabelled = found.some(({ id }) => id === 'SPA-W001');
  return {
    placed,
    isCut: placed.length < uses.length,
    findings: [...resolved.flatMap(({ findings }) => findings), ...found],
    assumptions: [
      ...placed.flatMap(assumptionsOf),
      ...(unlabelled ? (['namespace-labels-unknown'] as const) : []),
    ],
  };
}
