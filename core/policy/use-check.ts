import type { ValidationAction } from '../api/index.ts';
import { askUse } from './access-question.ts';
import { describeActor, type ResolvedActor } from './actor.ts';
import type { CompiledPolicy } from './compiled.ts';
import type { AccessQuestion, OpenFinding, PolicyFinding, StoreId } from './contract.ts';
import { createFinding, type FindingParts } from './create-finding.ts';
import { describeStore, type Placement, type StoreUse } from './placement.ts';

/** A SubjectAccessReview each: more would outlast the API server's patience (admission.md 2.6). */
export const MAX_STORES = 16;

export interface PlacedUse {
  readonly use: StoreUse;
  readonly placement: Placement;
}

export interface UseCheck {
  readonly questions: readonly AccessQuestion[];
  readonly open: readonly OpenFinding[];
  readonly findings: readonly PolicyFinding[];
}

const ACTIONS = ['Deny', 'Warn', 'Audit'] as const;

function strongest(policies: readonly CompiledPolicy[]): ValidationAction {
  return ACTIONS.find((action) => policies.some((policy) => policy.action === action)) ?? 'Deny';
}

export interface UseQuestion {
  /** '' asks for a grant in the whole cluster. */
  readonly namespace: string;
  /** Ask about stores that placement denied as well: a bypass of that denial is none of this right. */
  readonly isDeniedAsked: boolean;
}

/** Uses of stores whose policies ask for the right; of those that placement denied already only where that may be passed. */
function usesToAsk(
  placed: readonly PlacedUse[],
  { isDeniedAsked }: UseQuestion,
): readonly PlacedUse[] {
  const deniedStores = new Set(
    (isDeniedAsked ? [] : placed)
      .filter(({ placement }) =>
        placement.findings.some(({ enforcement }) => enforcement === 'Deny'),
      )
      .map(({ use }) => keyOf(use.id)),
  );
  return placed.filter(
    ({ use, placement }) =>
      placement.policies.some(({ requireUse }) => requireUse) && !deniedStores.has(keyOf(use.id)),
  );
}

function keyOf({ kind, namespace, name }: StoreId): string {
  return `${kind}/${namespace}/${name}`;
}

function grantLine({ kind, name }: StoreId, namespace: string): string {
  const resource = kind === 'SecretStore' ? 'secretstores' : 'clustersecretstores';
  const role = namespace === '' ? 'clusterrole' : `role -n ${namespace}`;
  return `kubectl create ${role} use-${name} --verb=use --resource=${resource}.external-secrets.io --resource-name=${name}`;
}

function openFinding(
  { use, placement }: PlacedUse,
  actor: ResolvedActor,
  namespace: string,
): { readonly question: AccessQuestion; readonly open: OpenFinding } {
  const policies = placement.policies.filter(({ requireUse }) => requireUse);
  const question = askUse(actor.actor, use.id, namespace);
  const parts: Omit<FindingParts, 'id' | 'message'> = {
    enforcement: strongest(policies),
    axis: 'actor',
    path: use.ref.storePath,
    policies: policies.map(({ name }) => name),
    store: use.id,
  };
  const who = describeActor(actor);
  const store = describeStore(use.id);
  const where = namespace === '' ? 'in the whole cluster' : `in namespace ${namespace}`;
  return {
    question,
    open: {
      questionId: question.id,
      whenRefused: createFinding({
        ...parts,
        id: 'SPA-U001',
        message: `${who} lacks verb "use" on ${store} ${where}; grant it by a role and its binding: ${grantLine(use.id, namespace)}`,
      }),
      whenFailed: createFinding({
        ...parts,
        id: 'SPA-U002',
        enforcement: parts.enforcement === 'Audit' ? 'Warn' : parts.enforcement,
        message: `whether ${who} may use ${store} could not be checked; try again`,
      }),
    },
  };
}

function tooMany(asking: readonly PlacedUse[], count: number): PolicyFinding {
  const policies = asking
    .flatMap(({ placement }) => placement.policies)
    .filter(({ requireUse }) => requireUse);
  return createFinding({
    id: 'SPA-U003',
    enforcement: strongest(policies),
    axis: 'actor',
    path: 'spec',
    policies: [...new Set(policies.map(({ name }) => name))].toSorted(),
    message: `${count} stores need the right to use them, at most ${MAX_STORES} in one object; split it`,
  });
}

/** What must be asked about the actor, each store once, and what each answer would mean (admission.md 2.8, step 8). */
export function checkUse(
  placed: readonly PlacedUse[],
  actor: ResolvedActor,
  scope: UseQuestion,
): UseCheck {
  const asking = usesToAsk(placed, scope);
  const checks = asking.toReversed().map((one) => openFinding(one, actor, scope.namespace));
  const once = [...new Map(checks.map((check) => [check.question.id, check])).values()];
  return once.length > MAX_STORES
    ? { questions: [], open: [], findings: [tooMany(asking, once.length)] }
    : {
        questions: once.map(({ question }) => question),
        open: once.map(({ open }) => open),
        findings: [],
      };
}
