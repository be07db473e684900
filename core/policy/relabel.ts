import { askPolicy } from './access-question.ts';
import { describeActor, type ResolvedActor } from './actor.ts';
import type { CompiledPolicy } from './compiled.ts';
import type { OpenFinding, PolicyRequest, PolicyWorld } from './contract.ts';
import { createFinding } from './create-finding.ts';
import { governing } from './governing.ts';
import { describeStore } from './placement.ts';
import { storeFacts } from './store-facts.ts';
import type { UseCheck } from './use-check.ts';

function policiesLeft(
  { object, oldObject }: PolicyRequest,
  { policies }: PolicyWorld,
): readonly CompiledPolicy[] {
  const before = oldObject === undefined ? undefined : storeFacts(oldObject);
  const after = storeFacts(object);
  if (before === undefined || after === undefined) {
    return [];
  }
  const now = governing(policies, after.id, { state: 'known', value: after }).policies;
  return governing(policies, before.id, { state: 'known', value: before }).policies.filter(
    (policy) => !now.includes(policy),
  );
}

function openFor(
  policy: CompiledPolicy,
  questionId: string,
  who: string,
  store: string,
): OpenFinding {
  const parts = {
    enforcement: policy.action,
    axis: 'actor',
    path: 'metadata.labels',
    policies: [policy.name],
  } as const;
  return {
    questionId,
    whenRefused: createFinding({
      ...parts,
      id: 'SPA-U004',
      message: `${store} would leave policy ${policy.name}, which selects it by its labels; ${who} lacks verb "update" on that policy`,
    }),
    whenFailed: createFinding({
      ...parts,
      id: 'SPA-U002',
      message: `whether ${who} may take ${store} out of policy ${policy.name} could not be checked; try again`,
    }),
  };
}

/** A relabel that takes a store out of a policy needs the same right as to change the policy (admission.md 2.8). */
export function checkRelabel(
  request: PolicyRequest,
  actor: ResolvedActor | undefined,
  world: PolicyWorld,
): UseCheck {
  const facts = storeFacts(request.object);
  if (actor === undefined || facts === undefined || request.operation !== 'UPDATE') {
    return { questions: [], open: [], findings: [] };
  }
  const asked = policiesLeft(request, world).map((policy) => {
    const question = askPolicy(actor.actor, 'update', policy.name);
    const open = openFor(policy, question.id, describeActor(actor), describeStore(facts.id));
    return { question, open };
  });
  return {
    questions: asked.map(({ question }) => question),
    open: asked.map(({ open }) => open),
    findings: [],
  };
}
