import type { RawObject } from '../../core/api/index.ts';
import type { Resource } from '../../core/kube/index.ts';
import { listAt, numberAt, objectAt, objectsAt, textAt } from '../../core/runtime/index.ts';

/** One webhook of a registered configuration: where it is and how to trust it. */
export interface RegisteredWebhook {
  readonly name: string;
  readonly path: string;
  readonly serverName: string;
  /** PEM; '' before the webhook has written it. */
  readonly caBundle: string;
  readonly timeoutSeconds: number;
  readonly failurePolicy: 'Fail' | 'Ignore';
}

export interface AdmissionSubject {
  readonly operation: 'CREATE' | 'UPDATE';
  readonly resource: Resource;
  /** The version the client wrote. */
  readonly version: string;
  readonly namespace: string;
}

function ruleMatches(rule: RawObject, subject: AdmissionSubject): boolean {
  const includes = (field: string, wanted: string): boolean => {
    const values = listAt(rule, field);
    return values.includes(wanted) || values.includes('*');
  };
  return (
    includes('operations', subject.operation) &&
    includes('apiGroups', subject.resource.group) &&
    includes('apiVersions', subject.version) &&
    includes('resources', subject.resource.plural)
  );
}

/** Only the form our configurations use: kubernetes.io/metadata.name NotIn [...]. */
function namespaceMatches(selector: RawObject, namespace: string): boolean {
  return objectsAt(selector, 'matchExpressions').every(
    (expression) =>
      expression['key'] !== 'kubernetes.io/metadata.name' ||
      listAt(expression, 'values').includes(namespace) === (expression['operator'] === 'In'),
  );
}

function parseWebhook(raw: RawObject): RegisteredWebhook {
  const clientConfig = objectAt(raw, 'clientConfig');
  const service = objectAt(clientConfig, 'service');
  return {
    name: textAt(raw, 'name'),
    path: textAt(service, 'path'),
    serverName: `${textAt(service, 'name')}.${textAt(service, 'namespace')}.svc`,
    caBundle: Buffer.from(textAt(clientConfig, 'caBundle'), 'base64').toString('utf8'),
    timeoutSeconds: numberAt(raw, 'timeoutSeconds'),
    failurePolicy: raw['failurePolicy'] === 'Ignore' ? 'Ignore' : 'Fail',
  };
}

/**
 * The webhooks that an API server would call for the subject. matchConditions are left to the webhook itself: it judges
 * what they would have let pass the same way.
 */
export function matchingWebhooks(
  configurations: readonly RawObject[],
  subject: AdmissionSubject,
): readonly RegisteredWebhook[] {
  return configurations
    .flatMap((configuration) => objectsAt(configuration, 'webhooks'))
    .filter(
      (webhook) =>
        objectsAt(webhook, 'rules').some((rule) => ruleMatches(rule, subject)) &&
        namespaceMatches(objectAt(webhook, 'namespaceSelector'), subject.namespace),
    )
    .map(parseWebhook);
}
