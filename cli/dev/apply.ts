import type { RawObject } from '../../core/api/index.ts';
import type { KubernetesApi, ObjectRef, Resource } from '../../core/kube/index.ts';
import { AppError, objectAt, textAt, toAppError } from '../../core/runtime/index.ts';
import { kubectlName, resourceOf } from './kinds.ts';

/** What became of one manifest, and the line kubectl would print. */
export type Applied =
  | {
      readonly kind: 'stored';
      readonly line: string;
      readonly resource: Resource;
      readonly object: RawObject;
    }
  | { readonly kind: 'refused'; readonly line: string }
  | { readonly kind: 'skipped'; readonly line: string };

const REASONS: Readonly<Record<string, string>> = {
  KUBE_FORBIDDEN: 'Forbidden',
  KUBE_INVALID: 'Invalid',
  KUBE_NOT_FOUND: 'NotFound',
  KUBE_CONFLICT: 'Conflict',
};

const MANAGER = { fieldManager: 'kubectl' };

function withNamespace(object: RawObject, resource: Resource): RawObject {
  const metadata = objectAt(object, 'metadata');
  return resource.namespaced && textAt(metadata, 'namespace') === ''
    ? { ...object, metadata: { ...metadata, namespace: 'default' } }
    : object;
}

function refOf(object: RawObject, resource: Resource): ObjectRef {
  const metadata = objectAt(object, 'metadata');
  return {
    namespace: resource.namespaced ? textAt(metadata, 'namespace') : '',
    name: textAt(metadata, 'name'),
  };
}

async function store(
  api: KubernetesApi,
  resource: Resource,
  object: RawObject,
  signal: AbortSignal,
): Promise<Applied> {
  const ref = refOf(object, resource);
  const before = await api.get(resource, ref, signal);
  const after =
    before === undefined
      ? await api.create(resource, object, MANAGER, signal)
      : await api.patch(resource, ref, object, { ...MANAGER, type: 'apply', force: true }, signal);
  const isSame =
    before !== undefined &&
    textAt(objectAt(before, 'metadata'), 'resourceVersion') ===
      textAt(objectAt(after, 'metadata'), 'resourceVersion');
  const changed = isSame ? 'unchanged' : 'configured';
  const line = `${kubectlName(resource, ref.name)} ${before === undefined ? 'created' : changed}`;
  return { kind: 'stored', line, resource, object: after };
}

/** `kubectl apply` of one object. A refusal is a value, worded as kubectl words it; a fault is thrown. */
export async function applyManifest(
  api: KubernetesApi,
  file: string,
  manifest: RawObject,
  signal: AbortSignal,
): Promise<Applied> {
  const apiVersion = textAt(manifest, 'apiVersion');
  const kind = textAt(manifest, 'kind');
  const resource = resourceOf(apiVersion, kind);
  if (resource === undefined) {
    const name = textAt(objectAt(manifest, 'metadata'), 'name');
    return {
      kind: 'skipped',
      line: `${kind} ${name}: skipped, the quick start has no server for ${apiVersion} ${kind}`,
    };
  }
  try {
    return await store(api, resource, withNamespace(manifest, resource), signal);
  } catch (error) {
    const fault = toAppError(error);
    const reason = REASONS[fault.code];
    if (!(error instanceof AppError) || reason === undefined) {
      throw error;
    }
    return {
      kind: 'refused',
      line: `Error from server (${reason}): error when applying "${file}": ${fault.message}`,
    };
  }
}
