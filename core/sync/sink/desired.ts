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
import type { LiveSecret } from './live-secret.ts';
import { createdBy, fieldManager } from './marks.ts';
import { type OwnedFields, ownedFields } from './owned-fields.ts';
import { planOwnerReferences } from './ownership.ts';

/** The native Secret as it should be. */
export interface Desired {
  readonly type: string;
  readonly immutable: boolean;
  readonly data: SecretData;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly finalizers: readonly string[];
  readonly ownerReferences: readonly RawObject[];
}

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
export function planFrozen(externalSecret: ExternalSecret, live: LiveSecret): Desired {
  return {
    ...live,
    immutable: true,
    ownerReferences: planOwnerReferences(externalSecret, live.ownerReferences),
    labels: planLabels(externalSecret, { ...live.labels }),
    annotations: { ...live.annotations, [DATA_HASH_ANNOTATION]: dataHash(live.data) },
  };
}

/** What was rendered, laid over what is there, under creationPolicy (eso.md 1.5, 3.6). */
export function planDesired(
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
