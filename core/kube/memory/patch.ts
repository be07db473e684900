import type { RawObject } from '../../api/index.ts';
import { AppError, type Clock, isObject } from '../../runtime/index.ts';
import { metadataOf, without, withMetadata } from '../metadata.ts';
import { apiVersionOf } from '../object-ref.ts';
import type { PatchOptions } from '../ports.ts';
import { applyServerSide } from './apply.ts';
import { decodeBody, normalized } from './draft.ts';
import { applyJsonPatch, applyMergePatch } from './json-patch.ts';
import { hasStatus } from './kinds.ts';
import { readManagedFields } from './managed-fields.ts';
import { timestamp } from './timestamp.ts';
import type { Change, Target } from './target.ts';

/** A patch of any type as a function of the stored object; `initial` is what an apply creates where there is none. */
export interface PatchPlan {
  readonly target: Target;
  readonly initial: Change | undefined;
  readonly changeOf: (existing: RawObject) => Change;
}

function patched(existing: RawObject, body: unknown, type: 'merge' | 'json'): RawObject {
  if (type === 'json') {
    return applyJsonPatch(existing, body);
  }
  if (!isObject(body)) {
    throw new AppError('KUBE_INVALID', 'a merge patch must be an object');
  }
  return applyMergePatch(existing, body);
}

/** The part of an applied document that the addressed subresource may write. */
function wantedPart(target: Target, body: RawObject): RawObject {
  const { apiVersion, kind, metadata, status } = body;
  if (target.subresource === 'status') {
    return { apiVersion, kind, metadata: {}, status };
  }
  const kept = isObject(metadata) ? without(metadata, 'resourceVersion', 'uid') : {};
  const content = hasStatus(target.resource) ? without(body, 'status') : body;
  return withMetadata(content, kept);
}

function planApply(target: Target, body: unknown, force: boolean, clock: Clock): PatchPlan {
  const document = decodeBody(target.resource, body);
  if (metadataOf(document)['managedFields'] !== undefined) {
    throw new AppError('KUBE_INVALID', 'metadata.managedFields must be nil');
  }
  const given = metadataOf(document);
  const location = {
    name: target.ref.name,
    ...(target.resource.namespaced ? { namespace: target.ref.namespace } : {}),
  };
  const addressed = withMetadata(document, { ...given, ...location });
  const folded =
    target.resource.plural === 'secrets' && 'stringData' in addressed
      ? normalized(target.resource, addressed)
      : addressed;
  const wanted = wantedPart(target, folded);
  const time = timestamp(clock);

  function changeFrom(live: RawObject): Change {
    const { writer } = target;
    const applied = applyServerSide(live, wanted, {
      entries: readManagedFields(live),
      writer,
      force,
      time,
    });
    const { resourceVersion, uid } = given;
    const preconditions = {
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      ...(uid === undefined ? {} : { uid }),
    };
    const incoming = withMetadata(applied.object, {
      ...metadataOf(applied.object),
      ...preconditions,
    });
    return { incoming, entries: applied.entries };
  }
  return {
    target,
    initial: target.subresource === 'status' ? undefined : changeFrom({}),
    changeOf: changeFrom,
  };
}

export function planPatch(
  whole: Target,
  body: unknown,
  options: PatchOptions,
  clock: Clock,
): PatchPlan {
  const subresource = options.subresource ?? '';
  const { type } = options;
  const target: Target = {
    ...whole,
    subresource,
    writer: {
      ...whole.writer,
      operation: type === 'apply' ? 'Apply' : 'Update',
      apiVersion: apiVersionOf(whole.resource),
      subresource,
    },
  };
  if (type === 'apply') {
    return planApply(target, body, options.force ?? false, clock);
  }
  return {
    target,
    initial: undefined,
    changeOf: (existing) => ({ incoming: patched(existing, body, type), entries: undefined }),
  };
}
