import { isDeepStrictEqual } from 'node:util';
import { textsAt, objectAt } from '../runtime/index.ts';
import type { RawObject } from '../api/index.ts';
import type { CompiledPolicies } from './compiled.ts';
import type { PolicyRequest } from './contract.ts';

function isStore({ kind }: RawObject): boolean {
  return kind === 'SecretStore' || kind === 'ClusterSecretStore';
}

function labelsOf(object: RawObject): Readonly<Record<string, string>> {
  return textsAt(objectAt(object, 'metadata'), 'labels');
}

/** The labels that policies read of such an object; of stores, whose labels select policies, all. */
function readLabels(object: RawObject, { index }: CompiledPolicies): Record<string, string> {
  const labels = Object.entries(labelsOf(object));
  const kept = isStore(object)
    ? labels.filter(() => index.storeLabels)
    : labels.filter(([name]) => index.labels.has(name));
  return Object.fromEntries(kept);
}

/**
 * Does an update leave everything that policies look at (admission.md 2.8, step 2)? Such an update is not judged again, so that finalizers
 * and metadata of what was stored before a policy stay writable.
 */
export function leavesProjection(request: PolicyRequest, policies: CompiledPolicies): boolean {
  const { operation, object, oldObject } = request;
  return (
    operation === 'UPDATE' &&
    oldObject !== undefined &&
    isDeepStrictEqual(object['spec'], oldObject['spec']) &&
    isDeepStrictEqual(readLabels(object, policies), readLabels(oldObject, policies))
  );
}
