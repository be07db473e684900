import { isDeepStrictEqual } from 'node:util';
import { DATA_HASH_ANNOTATION, type ExternalSecret, type RawObject } from '../../api/index.ts';
import { AppError, objectAt } from '../../runtime/index.ts';
import type { RenderedSecret, SecretData } from '../contract.ts';
import { dataHash } from '../data-hash.ts';
import { type Desired, planDesired, planFrozen } from './desired.ts';
import { type LiveSecret, toLiveSecret } from './live-secret.ts';

/** What to do with the native Secret; computed without doing it. */
export type WritePlan =
  | { readonly kind: 'create'; readonly object: RawObject }
  | { readonly kind: 'replace'; readonly object: RawObject; readonly then?: AppError }
  | { readonly kind: 'unchanged'; readonly then?: AppError }
  | { readonly kind: 'target-missing' };

/** A Secret that is not there yet. */
const BLANK: LiveSecret = {
  type: '',
  immutable: false,
  data: new Map(),
  raw: {},
  name: '',
  uid: '',
  resourceVersion: '',
  labels: {},
  annotations: {},
  finalizers: [],
  ownerReferences: [],
  managedFields: [],
};

function toRawData(data: SecretData): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...data].map(([key, bytes]) => [key, Buffer.from(bytes.reveal()).toString('base64')]),
  );
}

function toRaw(rendered: RenderedSecret, desired: Desired, live: LiveSecret): RawObject {
  const { finalizers, ownerReferences, labels, annotations } = desired;
  return {
    ...live.raw,
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      ...objectAt(live.raw, 'metadata'),
      name: rendered.name,
      namespace: rendered.namespace,
      labels,
      annotations,
      ...(finalizers.length === 0 ? {} : { finalizers }),
      ownerReferences,
    },
    type: desired.type,
    ...(desired.immutable ? { immutable: true } : {}),
    data: toRawData(desired.data),
  };
}

function isSame(desired: Desired, live: LiveSecret): boolean {
  const parts = (from: Desired): readonly unknown[] => [
    from.type,
    from.immutable,
    toRawData(from.data),
    from.labels,
    from.annotations,
    from.finalizers,
    from.ownerReferences,
  ];
  return isDeepStrictEqual(parts(desired), parts(live));
}

/** An immutable Secret keeps its data: metadata is brought up to date, and then the pass fails (eso.md 3.7). */
function planAround(live: LiveSecret, desired: Desired): Desired {
  return {
    ...desired,
    data: live.data,
    annotations: { ...desired.annotations, [DATA_HASH_ANNOTATION]: dataHash(live.data) },
  };
}

function immutableError(rendered: RenderedSecret): AppError {
  return new AppError(
    'SINK_CONFLICT',
    `could not update secret, target is immutable: secret is immutable: ${rendered.name}; delete the Secret to have it made anew with the new data`,
  );
}

function planCreate(externalSecret: ExternalSecret, rendered: RenderedSecret): WritePlan {
  if (externalSecret.spec.target.creationPolicy === 'Merge') {
    return { kind: 'target-missing' };
  }
  const desired = planDesired(externalSecret, rendered, BLANK);
  return { kind: 'create', object: toRaw(rendered, desired, BLANK) };
}

function planReplace(
  externalSecret: ExternalSecret,
  rendered: RenderedSecret,
  live: LiveSecret,
): WritePlan {
  const wanted = externalSecret.spec.target.immutable
    ? planFrozen(externalSecret, live)
    : planDesired(externalSecret, rendered, live);
  const blocked = live.immutable && dataHash(wanted.data) !== dataHash(live.data);
  const desired = blocked ? planAround(live, wanted) : wanted;
  const then = blocked ? { then: immutableError(rendered) } : {};
  return isSame(desired, live)
    ? { kind: 'unchanged', ...then }
    : { kind: 'replace', object: toRaw(rendered, desired, live), ...then };
}

/** Decides how the native Secret becomes what was rendered, under creationPolicy and immutability (eso.md 3.6, 3.7). */
export function planWrite(
  externalSecret: ExternalSecret,
  rendered: RenderedSecret,
  raw: RawObject | undefined,
): WritePlan {
  if (externalSecret.spec.target.creationPolicy === 'None') {
    return { kind: 'unchanged' };
  }
  return raw === undefined
    ? planCreate(externalSecret, rendered)
    : planReplace(externalSecret, rendered, toLiveSecret(raw));
}
