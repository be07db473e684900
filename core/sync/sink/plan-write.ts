import { isDeepStrictEqual } from 'node:util';
import {
  CREATED_BY_LABEL,
  DATA_HASH_ANNOTATION,
  type ExternalSecret,
  MANAGED_LABEL,
  type RawObject,
} from '../../api/index.ts';
import { AppError, type SecretBytes } from '../../runtime/index.ts';
import type { RenderedSecret, SecretData } from '../contract.ts';
import { dataHash } from '../data-hash.ts';
import { type LiveSecret, recordOf, toLiveSecret } from './live-secret.ts';
import { createdBy, fieldManager } from './marks.ts';
import { type OwnedFields, ownedFields } from './owned-fields.ts';
import { planOwnerReferences } from './ownership.ts';

/** What to do with the native Secret; computed without doing it. */
export type WritePlan =
  | { readonly kind: 'create'; readonly object: RawObject }
  | { readonly kind: 'replace'; readonly object: RawObject; readonly then?: AppError }
  | { readonly kind: 'unchanged'; readonly then?: AppError }
  | { readonly kind: 'target-missing' };

interface Desired {
  readonly type: string;
  readonly immutable: boolean;
  readonly data: SecretData;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly finalizers: readonly string[];
  readonly ownerReferences: readonly RawObject[];
}

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

function without(
  texts: Readonly<Record<string, string>>,
  keys: ReadonlySet<string>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([key]) => !keys.has(key)));
}

/** Owner and Orphan replace the whole data; Merge and CreateOrMerge keep what others set (eso.md 3.6). */
function planData(
  externalSecret: ExternalSecret,
  rendered: RenderedSecret,
  live: LiveSecret,
  owned: OwnedFields,
): SecretData {
  const { creationPolicy } = externalSecret.spec.target;
  if (creationPolicy === 'Owner' || creationPolicy === 'Orphan') {
    return rendered.data;
  }
  const kept = [...live.data].filter(([key]) => !owned.data.has(key));
  return new Map<string, SecretBytes>([...kept, ...rendered.data]);
}

function planType(rendered: RenderedSecret, live: LiveSecret): string {
  const type = rendered.type === '' ? live.type : rendered.type;
  if (live.type !== '' && live.type !== type) {
    throw new AppError(
      'SINK_CONFLICT',
      `could not update secret: Secret ${JSON.stringify(rendered.name)} has type ${live.type}, which cannot be changed to ${type}; delete the Secret, or give spec.target.name another name`,
    );
  }
  return type === '' ? 'Opaque' : type;
}

function planLabels(
  externalSecret: ExternalSecret,
  base: Record<string, string>,
): Readonly<Record<string, string>> {
  const { [CREATED_BY_LABEL]: _, ...foreign } = base;
  return {
    ...foreign,
    ...(externalSecret.spec.target.creationPolicy === 'Owner'
      ? { [CREATED_BY_LABEL]: createdBy(externalSecret.metadata) }
      : {}),
    [MANAGED_LABEL]: 'true',
  };
}

/** target.immutable: what is already there is not rendered into again; only its marks are kept up (eso.md 3.7). */
function planFrozen(externalSecret: ExternalSecret, live: LiveSecret): Desired {
  return {
    ...live,
    immutable: true,
    ownerReferences: planOwnerReferences(externalSecret, live.ownerReferences),
    labels: planLabels(externalSecret, { ...live.labels }),
    annotations: { ...live.annotations, [DATA_HASH_ANNOTATION]: dataHash(live.data) },
  };
}

function planDesired(
  externalSecret: ExternalSecret,
  rendered: RenderedSecret,
  live: LiveSecret,
): Desired {
  const owned = ownedFields(live, fieldManager(externalSecret.metadata.name));
  const data = planData(externalSecret, rendered, live, owned);
  const labels = { ...without(live.labels, owned.labels), ...rendered.labels };
  return {
    type: planType(rendered, live),
    immutable: externalSecret.spec.target.immutable || live.immutable,
    data,
    ownerReferences: planOwnerReferences(externalSecret, live.ownerReferences),
    labels: planLabels(externalSecret, labels),
    annotations: {
      ...without(live.annotations, owned.annotations),
      ...rendered.annotations,
      [DATA_HASH_ANNOTATION]: dataHash(data),
    },
    finalizers: [...new Set([...live.finalizers, ...rendered.finalizers])],
  };
}

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
      ...recordOf(live.raw['metadata']),
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
