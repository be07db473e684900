import type { RawObject } from '../../api/index.ts';
import { AppError, isObject, listAt, objectAt, textAt } from '../../runtime/index.ts';
import { metadataOf, withMetadata, without } from '../metadata.ts';
import { apiVersionOf } from '../object-ref.ts';
import type { Resource } from '../ports.ts';
import { hasGeneration, hasStatus } from './kinds.ts';
import { conflict, invalid } from './validate.ts';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u;
const OPTIONAL_METADATA = ['labels', 'annotations', 'finalizers', 'ownerReferences'];

function badRequest(message: string): AppError {
  return new AppError('KUBE_INVALID', message);
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

function withoutEmpty(object: RawObject, keys: readonly string[]): RawObject {
  return Object.fromEntries(
    Object.entries(object).filter(([key, value]) => !(keys.includes(key) && isEmpty(value))),
  );
}

function checkedBase64(data: RawObject): void {
  for (const [key, value] of Object.entries(data)) {
    if (typeof value !== 'string' || !BASE64.test(value)) {
      throw badRequest(`Secret cannot be read: data[${key}] is not base64`);
    }
  }
}

function folded(secret: RawObject): RawObject {
  const added = Object.entries(objectAt(secret, 'stringData')).map(
    ([key, text]) => [key, Buffer.from(String(text), 'utf8').toString('base64')] as const,
  );
  const data = { ...objectAt(secret, 'data'), ...Object.fromEntries(added) };
  checkedBase64(data);
  const type = textAt(secret, 'type');
  return { ...without(secret, 'stringData'), data, type: type === '' ? 'Opaque' : type };
}

/** The object in the form the server keeps: stringData folded in, defaults of the core kinds set, empty maps left out. */
export function normalized(resource: Resource, object: RawObject): RawObject {
  const metadata = withoutEmpty(metadataOf(object), OPTIONAL_METADATA);
  const kept = withMetadata(object, metadata);
  if (resource.group !== '' || !['secrets', 'configmaps'].includes(resource.plural)) {
    return kept;
  }
  const content = resource.plural === 'secrets' ? folded(kept) : kept;
  return withoutEmpty(content, ['data', 'binaryData']);
}

/** A copy of what was sent, as JSON would carry it, with apiVersion and kind checked against the path. */
export function decodeBody(resource: Resource, object: unknown): RawObject {
  const copy: unknown = JSON.parse(JSON.stringify(object));
  if (!isObject(copy)) {
    throw badRequest('the body is not an object');
  }
  const expected = apiVersionOf(resource);
  const { apiVersion = expected, kind = resource.kind } = copy;
  if (apiVersion !== expected || kind !== resource.kind) {
    throw badRequest(
      `the object is ${String(apiVersion)} ${String(kind)}, and the path is of ${expected} ${resource.kind}`,
    );
  }
  return { ...copy, apiVersion, kind };
}

export interface Birth {
  readonly uid: string;
  readonly time: string;
  /** Appended to metadata.generateName. */
  readonly suffix: string;
}

/** A new object as it will be stored. */
export function draftCreate(resource: Resource, incoming: RawObject, birth: Birth): RawObject {
  const metadata = metadataOf(incoming);
  if (textAt(metadata, 'resourceVersion') !== '') {
    throw badRequest('resourceVersion should not be set on objects to be created');
  }
  const prefix = textAt(metadata, 'generateName');
  const given = textAt(metadata, 'name');
  const name = given === '' && prefix !== '' ? `${prefix}${birth.suffix}` : given;
  const labels =
    resource.plural === 'namespaces'
      ? { labels: { ...objectAt(metadata, 'labels'), 'kubernetes.io/metadata.name': name } }
      : {};
  const draft = withMetadata(hasStatus(resource) ? without(incoming, 'status') : incoming, {
    ...without(
      metadata,
      'managedFields',
      'deletionTimestamp',
      'deletionGracePeriodSeconds',
      'generation',
    ),
    name,
    ...labels,
    uid: birth.uid,
    creationTimestamp: birth.time,
    ...(hasGeneration(resource) ? { generation: 1 } : {}),
  });
  return normalized(
    resource,
    resource.plural === 'namespaces' ? { ...draft, status: { phase: 'Active' } } : draft,
  );
}

/** Refuses a write whose uid or resourceVersion is not the stored object's. */
export function refuseStale(resource: Resource, existing: RawObject, incoming: RawObject): void {
  const stored = metadataOf(existing);
  const sent = metadataOf(incoming);
  const name = textAt(stored, 'name');
  const version = textAt(sent, 'resourceVersion');
  const uid = textAt(sent, 'uid');
  if (uid !== '' && uid !== stored['uid']) {
    throw conflict(
      resource,
      name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${textAt(stored, 'uid')}`,
    );
  }
  if (version !== '' && version !== stored['resourceVersion']) {
    throw conflict(
      resource,
      name,
      'the object has been modified; please apply your changes to the latest version and try again',
    );
  }
}

function refuseNewFinalizers(resource: Resource, existing: RawObject, next: RawObject): void {
  const before = listAt(metadataOf(existing), 'finalizers');
  const added = listAt(metadataOf(next), 'finalizers').filter((name) => !before.includes(name));
  if (metadataOf(existing)['deletionTimestamp'] !== undefined && added.length > 0) {
    throw invalid(resource, next, [
      `metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers ${JSON.stringify(added)}`,
    ]);
  }
}

/** The next state of a stored object: what only the server sets stays, and one subresource never writes the other's part. */
export function draftUpdate(
  resource: Resource,
  existing: RawObject,
  incoming: RawObject,
  subresource: '' | 'status',
): RawObject {
  if (subresource === 'status') {
    return 'status' in incoming
      ? { ...existing, status: incoming['status'] }
      : without(existing, 'status');
  }
  const stored = metadataOf(existing);
  const fixed = Object.entries(stored).filter(([key]) =>
    [
      'name',
      'namespace',
      'uid',
      'creationTimestamp',
      'deletionTimestamp',
      'deletionGracePeriodSeconds',
      'generation',
      'resourceVersion',
      'managedFields',
    ].includes(key),
  );
  const sent = without(metadataOf(incoming), 'deletionTimestamp', 'generation', 'managedFields');
  const status = 'status' in existing ? { status: existing['status'] } : {};
  const content = hasStatus(resource) ? { ...without(incoming, 'status'), ...status } : incoming;
  const next = withMetadata(content, { ...sent, ...Object.fromEntries(fixed) });
  refuseNewFinalizers(resource, existing, next);
  return normalized(resource, next);
}
