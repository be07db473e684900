import type { Resource } from '../ports.ts';

const STATUS_KINDS = new Set([
  'pods',
  'namespaces',
  'deployments',
  'statefulsets',
  'daemonsets',
  'jobs',
]);
const GENERATION_KINDS = new Set([
  ...STATUS_KINDS,
  'validatingwebhookconfigurations',
  'mutatingwebhookconfigurations',
]);
/** Kinds whose PUT may leave out the resourceVersion (last writer wins). */
const UNCONDITIONAL_KINDS = new Set([
  ...GENERATION_KINDS,
  'secrets',
  'configmaps',
  'events',
  'serviceaccounts',
]);

/** Kinds defined by a CRD, whose groups have a dot and are not Kubernetes' own. */
function isCustom({ group }: Resource): boolean {
  return group.includes('.') && !group.endsWith('.k8s.io');
}

/** Is status written through its own subresource only? */
export function hasStatus(resource: Resource): boolean {
  return isCustom(resource) || STATUS_KINDS.has(resource.plural);
}

export function hasGeneration(resource: Resource): boolean {
  return (
    isCustom(resource) ||
    (GENERATION_KINDS.has(resource.plural) && resource.plural !== 'namespaces')
  );
}

export function needsResourceVersion(resource: Resource): boolean {
  return !UNCONDITIONAL_KINDS.has(resource.plural);
}

const FIELD_LABELS: Readonly<Record<string, readonly string[]>> = {
  secrets: ['type'],
  pods: ['spec.nodeName', 'spec.serviceAccountName', 'status.phase'],
  namespaces: ['status.phase'],
  events: [
    'involvedObject.kind',
    'involvedObject.name',
    'involvedObject.namespace',
    'involvedObject.uid',
    'reason',
    'type',
  ],
};

/** May a field selector name this path? CRD kinds: any path of spec, as if it were in selectableFields. */
export function isSelectable(resource: Resource, path: string): boolean {
  return (
    path === 'metadata.name' ||
    (path === 'metadata.namespace' && resource.namespaced) ||
    (FIELD_LABELS[resource.plural] ?? []).includes(path) ||
    (isCustom(resource) && path.startsWith('spec.'))
  );
}
