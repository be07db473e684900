import type { PolicyFinding } from '../../core/policy/index.ts';
import { judgePod, type PodWorld } from '../../core/policy/index.ts';
import type { Judgement, ValidatingHandler } from '../admission/handler.ts';
import type { AdmissionRequest } from '../admission/request.ts';
import type { Snapshot } from '../snapshot/index.ts';
import { auditOfFindings, isSaid } from './judgement.ts';
import { type EvaluatorDeps, namespaceLive, worldOf } from './world.ts';

export interface PodHandlerDeps extends EvaluatorDeps {
  readonly snapshot: EvaluatorDeps['snapshot'] & Pick<Snapshot, 'managedSecret'>;
  readonly onFindings: (findings: readonly PolicyFinding[]) => void;
}

/** New Pods, and ephemeral containers put into those that run: whatever else of a Pod can change names no Secret. */
function handles({ kind, subResource, operation }: AdmissionRequest): boolean {
  const isPod = kind.group === '' && kind.kind === 'Pod';
  const isNew = operation === 'CREATE' && subResource === '';
  const isEphemeral = operation === 'UPDATE' && subResource === 'ephemeralcontainers';
  return isPod && (isNew || isEphemeral);
}

/** A Pod that runs was judged when it came; an update is judged for what it adds. */
function added(
  findings: readonly PolicyFinding[],
  before: readonly PolicyFinding[],
): readonly PolicyFinding[] {
  const known = new Set(before.map(({ id, path, message }) => `${id} ${path} ${message}`));
  return findings.filter(({ id, path, message }) => !known.has(`${id} ${path} ${message}`));
}

function judgementOf(findings: readonly PolicyFinding[]): Judgement {
  const isUnclear = findings
    .filter(({ enforcement }) => enforcement === 'Deny')
    .every(({ axis }) => axis === 'facts');
  return {
    findings: findings.filter(isSaid),
    code: isUnclear ? 503 : 403,
    audit: auditOfFindings(findings),
  };
}

/** Which Pods may have the Secrets that Sallyport manages (the `pods` part of policies). */
export function createPodHandler(deps: PodHandlerDeps): ValidatingHandler {
  return {
    name: 'pods',
    handles,
    async judge({ namespace, object, oldObject }, signal) {
      const { snapshot } = deps;
      const policies = snapshot.policies();
      if (object === undefined || policies.index.pods.length === 0) {
        return { findings: [], code: 403, audit: {} };
      }
      const live = await namespaceLive(namespace, deps, signal);
      const facts = worldOf(snapshot, policies, live);
      const world: PodWorld = {
        policies,
        namespace: (name) => facts.namespace(name),
        managedSecret: snapshot.managedSecret,
      };
      const before = oldObject === undefined ? [] : judgePod(oldObject, namespace, world);
      const findings = added(judgePod(object, namespace, world), before);
      deps.onFindings(findings);
      return judgementOf(findings);
    },
  };
}
