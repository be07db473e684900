import type { Parsed, RawObject } from '../../api/index.ts';
import { AppError } from '../../runtime/index.ts';
import { metadataOf } from '../metadata.ts';
import { qualifiedPlural } from '../object-ref.ts';
import type { Resource } from '../ports.ts';
import { NAMESPACES } from '../resources.ts';
import type { Table } from './table.ts';
import type { Target } from './target.ts';
import { invalid, notFound, refuseInvalid } from './validate.ts';

/** What an admission webhook would be asked about one write. */
export interface AdmissionReview {
  readonly operation: 'CREATE' | 'UPDATE';
  readonly resource: Resource;
  readonly object: RawObject;
  readonly oldObject: RawObject | undefined;
  readonly dryRun: false;
  readonly userInfo: { readonly username: string; readonly groups: readonly string[] };
}

/** Answers the object to store, changed or not; an AppError (KUBE_INVALID, KUBE_FORBIDDEN) refuses the write. */
export type Admission = (review: AdmissionReview, signal: AbortSignal) => Promise<RawObject>;

/** A CRD's structural schema: prunes or refuses unknown fields, sets defaults. Undefined for a kind without one. */
export type Schemas = (
  resource: Resource,
) => ((object: RawObject) => Parsed<RawObject>) | undefined;

export interface GateDeps {
  readonly admission: Admission;
  readonly schemas: Schemas;
}

/** What an object must pass before it is stored: its schema, admission (not for status), and the rules of its kind. */
export type Gate = (
  target: Target,
  draft: RawObject,
  oldObject: RawObject | undefined,
  signal: AbortSignal,
) => Promise<RawObject>;

const USER = { username: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };

export function createGate({ admission, schemas }: GateDeps): Gate {
  function conformed(resource: Resource, object: RawObject): RawObject {
    const parsed = schemas(resource)?.(object) ?? { ok: true, value: object };
    if (!parsed.ok) {
      const problems = parsed.findings.map(({ path, message }) => `${path}: ${message}`);
      throw invalid(resource, object, problems);
    }
    return parsed.value;
  }

  return async ({ resource, subresource }, draft, oldObject, signal) => {
    const object = conformed(resource, draft);
    const operation = oldObject === undefined ? 'CREATE' : 'UPDATE';
    const review = {
      operation,
      resource,
      object,
      oldObject,
      dryRun: false,
      userInfo: USER,
    } as const;
    const answer = subresource === 'status' ? object : await admission(review, signal);
    refuseInvalid(resource, answer, oldObject);
    return answer;
  };
}

/** Refuses a new object whose namespace is not there, or going. */
export function refuseHomeless(table: Table, { resource, ref }: Target): void {
  if (!resource.namespaced) {
    return;
  }
  const namespace = table.get(NAMESPACES, { namespace: '', name: ref.namespace });
  if (namespace === undefined) {
    throw notFound(NAMESPACES, ref.namespace);
  }
  if (metadataOf(namespace)['deletionTimestamp'] !== undefined) {
    throw new AppError(
      'KUBE_FORBIDDEN',
      `${qualifiedPlural(resource)} "${ref.name}" is forbidden: unable to create new content in namespace ${ref.namespace} because it is being terminated`,
    );
  }
}
