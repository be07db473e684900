import type { PolicyConstraints, RawObject, ValidationAction } from '../../api/index.ts';
import { type JsonObject, objectAt, textAt, textsAt } from '../../runtime/index.ts';
import type { CompiledPolicy } from '../compiled.ts';
import type { PolicyFinding, PolicyRequest, PolicyWorld } from '../contract.ts';
import { createFinding } from '../create-finding.ts';
import { governing } from '../governing.ts';
import { storeFacts } from '../store-facts.ts';
import type { PlacedUse } from '../use-check.ts';
import type { Complaint } from './complaint.ts';
import { checkExternalSecret, type SecretSubject } from './external-secret.ts';
import { checkPushSecret } from './push-secret.ts';
import { checkStore } from './store.ts';

function labelsOf(owner: JsonObject, member: string): Readonly<Record<string, string>> {
  return textsAt(objectAt(owner, member), 'labels');
}

function ownSubject(object: RawObject): SecretSubject {
  return {
    spec: objectAt(object, 'spec'),
    path: 'spec',
    name: textAt(objectAt(object, 'metadata'), 'name'),
    labels: labelsOf(object, 'metadata'),
    labelsPath: 'metadata.labels',
  };
}

/** The ExternalSecrets that a ClusterExternalSecret makes have its template's metadata. */
function templateSubject(object: RawObject): SecretSubject {
  const spec = objectAt(object, 'spec');
  return {
    spec: objectAt(spec, 'externalSecretSpec'),
    path: 'spec.externalSecretSpec',
    name: textAt(spec, 'externalSecretName') || textAt(objectAt(object, 'metadata'), 'name'),
    labels: labelsOf(spec, 'externalSecretMetadata'),
    labelsPath: 'spec.externalSecretMetadata.labels',
  };
}

function complaintsOf(limits: PolicyConstraints, object: RawObject): readonly Complaint[] {
  const { externalSecret = {}, pushSecret = {}, store = {} } = limits;
  const spec = objectAt(object, 'spec');
  switch (object['kind']) {
    case 'ExternalSecret':
      return checkExternalSecret(externalSecret, ownSubject(object));
    case 'ClusterExternalSecret':
      return checkExternalSecret(externalSecret, templateSubject(object));
    case 'PushSecret':
      return checkPushSecret(pushSecret, spec, 'spec');
    case 'ClusterPushSecret':
      return checkPushSecret(pushSecret, objectAt(spec, 'pushSecretSpec'), 'spec.pushSecretSpec');
    case 'SecretStore':
    case 'ClusterSecretStore':
      return checkStore(store, object);
    default:
      return [];
  }
}

function toFinding(
  complaint: Complaint,
  enforcement: ValidationAction,
  policy: string,
): PolicyFinding {
  const by = policy === '' ? 'SecretAccessConfig' : `policy ${policy}`;
  return createFinding({
    ...complaint,
    message: `${complaint.message} (${by})`,
    enforcement,
    axis: 'constraint',
    policies: policy === '' ? [] : [policy],
  });
}

/** Those of any store it uses; of a store, those that select it as it will be. */
function policiesFor(
  object: RawObject,
  placed: readonly PlacedUse[],
  { policies }: PolicyWorld,
): readonly CompiledPolicy[] {
  const facts = storeFacts(object);
  const used = placed.flatMap(({ placement }) => placement.policies);
  const own =
    facts === undefined
      ? []
      : governing(policies, facts.id, { state: 'known', value: facts }).policies;
  return [...new Set([...used, ...own])];
}

function tenantFindings(object: RawObject, { policies }: PolicyWorld): readonly PolicyFinding[] {
  const { tenantStores } = policies.config;
  return tenantStores === undefined || object['kind'] !== 'SecretStore'
    ? []
    : checkStore(tenantStores.constraints, object).map((complaint) =>
        toFinding(complaint, tenantStores.validationAction, ''),
      );
}

/** What constraints of the governing policies say of the object itself, ANDed (admission.md 2.8, step 7). */
export function constraintFindings(
  { object }: PolicyRequest,
  placed: readonly PlacedUse[],
  world: PolicyWorld,
): readonly PolicyFinding[] {
  const found = policiesFor(object, placed, world).flatMap((policy) =>
    complaintsOf(policy.constraints, object).map((complaint) =>
      toFinding(complaint, policy.action, policy.name),
    ),
  );
  return [...found, ...tenantFindings(object, world)];
}
