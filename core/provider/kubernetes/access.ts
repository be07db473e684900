import { type JsonObject, objectAt, objectsAt } from '../../runtime/index.ts';
import { storeError } from '../fault.ts';
import type { StoreIdentity } from '../provider.ts';
import type { ClusterCaller } from './caller.ts';

const API = '/apis/authorization.k8s.io/v1';

function includesAny(list: unknown, wanted: readonly string[]): boolean {
  return Array.isArray(list) && list.some((item) => wanted.includes(String(item)));
}

/** Does one of the rules let its holder get secrets, all or some? */
function allowsSecrets(rules: readonly JsonObject[]): boolean {
  return rules.some(
    (rule) =>
      includesAny(rule['verbs'], ['get', '*']) &&
      includesAny(rule['apiGroups'], ['', '*']) &&
      includesAny(rule['resources'], ['secrets', '*']),
  );
}

/** Asks the API server what we may do (eso.md 5.11): the rules first, and where they say nothing, the question itself. */
export async function checkSecretAccess(
  caller: ClusterCaller,
  store: StoreIdentity,
  namespace: string,
  signal: AbortSignal,
): Promise<void> {
  const subject = 'access check';
  const rules = await caller.call(
    {
      path: `${API}/selfsubjectrulesreviews`,
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectRulesReview',
        spec: { namespace },
      },
      subject,
      metric: 'CreateSelfSubjectRulesReview',
    },
    signal,
  );
  if (allowsSecrets(objectsAt(objectAt(rules ?? {}, 'status'), 'resourceRules'))) {
    return;
  }
  const resourceAttributes = { namespace, verb: 'get', resource: 'secrets' };
  const answer = await caller.call(
    {
      path: `${API}/selfsubjectaccessreviews`,
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes },
      },
      subject,
      metric: 'CreateSelfSubjectAccessReview',
    },
    signal,
  );
  if (objectAt(answer ?? {}, 'status')['allowed'] !== true) {
    const problem = `client is not allowed to get secrets in namespace "${namespace}"`;
    throw storeError('ACCESS_DENIED', { store, subject, problem });
  }
}
