import { AppError } from '../../runtime/index.ts';
import type { ListOptions, ObjectRef, PatchOptions, Resource, WriteOptions } from '../ports.ts';

/** One step of a path. KUBE_INVALID for what would leave the path: '', '.' and '..'. */
function segment(text: string, what: string): string {
  if (/^\.{0,2}$/u.test(text)) {
    throw new AppError('KUBE_INVALID', `${what} "${text}" is no name of an object`);
  }
  return encodeURIComponent(text);
}

function root({ group, version }: Resource): string {
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
}

/** Of all objects of the kind, in one namespace or ('' or cluster-scoped) everywhere. */
export function collectionPath(resource: Resource, namespace: string): string {
  const inside =
    resource.namespaced && namespace !== '' ? `/namespaces/${segment(namespace, 'namespace')}` : '';
  return `${root(resource)}${inside}/${resource.plural}`;
}

export function objectPath(resource: Resource, ref: ObjectRef): string {
  if (resource.namespaced) {
    segment(ref.namespace, 'namespace');
  }
  return `${collectionPath(resource, ref.namespace)}/${segment(ref.name, 'name')}`;
}

export function listQuery(options: ListOptions): URLSearchParams {
  const query = new URLSearchParams();
  if (options.labelSelector !== undefined) {
    query.set('labelSelector', options.labelSelector);
  }
  if (options.fieldSelector !== undefined) {
    query.set('fieldSelector', options.fieldSelector);
  }
  return query;
}

export function writeQuery({ fieldManager }: WriteOptions): URLSearchParams {
  return new URLSearchParams({ fieldManager });
}

export function patchQuery(options: PatchOptions): URLSearchParams {
  const query = writeQuery(options);
  if (options.type === 'apply') {
    query.set('force', String(options.force ?? false));
  }
  return query;
}
