import type { RawObject } from '../api/index.ts';
import { AppError, textAt } from '../runtime/index.ts';
import { metadataOf } from './metadata.ts';
import type { ObjectRef, Resource } from './ports.ts';

/** "v1", or "external-secrets.io/v1". */
export function apiVersionOf(resource: Resource): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}

/** "secrets", or "externalsecrets.external-secrets.io", as the API server writes it in messages. */
export function qualifiedPlural(resource: Resource): string {
  return resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;
}

/** Where the object lies. KUBE_INVALID when a namespaced object names no namespace. */
export function refOf(resource: Resource, object: RawObject): ObjectRef {
  const metadata = metadataOf(object);
  const name = textAt(metadata, 'name');
  const namespace = resource.namespaced ? textAt(metadata, 'namespace') : '';
  if (resource.namespaced && namespace === '') {
    throw new AppError(
      'KUBE_INVALID',
      `${resource.kind} "${name}" names no namespace; set metadata.namespace`,
    );
  }
  return { namespace, name };
}

/** The object as one of `resource`: its apiVersion and kind filled in, cut to metadata where only that was asked for. */
export function asResource(
  object: RawObject,
  resource: Resource,
  metadataOnly: boolean,
): RawObject {
  const head = { apiVersion: apiVersionOf(resource), kind: resource.kind };
  return metadataOnly ? { ...head, metadata: metadataOf(object) } : { ...object, ...head };
}
