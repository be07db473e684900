import { isDeepStrictEqual } from 'node:util';
import { compareFindings, type Finding, kindInfo, type RawObject } from '../../core/api/index.ts';
import { ofShape, type ValidatingHandler } from '../admission/handler.ts';
import type { AdmissionRequest } from '../admission/request.ts';

/** What is wrong with an object, all of it; see validateManifest of core/api. */
export type Validate = (object: RawObject) => readonly Finding[];

function handles({ kind, subResource, operation }: AdmissionRequest): boolean {
  return (
    kindInfo(kind.group, kind.kind)?.versions.includes(kind.version) === true &&
    subResource === '' &&
    (operation === 'CREATE' || operation === 'UPDATE')
  );
}

/**
 * An update that leaves the spec as it is is not judged: what was stored before a rule was made keeps its labels,
 * annotations and finalizers writable, and can be deleted.
 */
function leavesSpec(request: AdmissionRequest): boolean {
  return (
    request.operation === 'UPDATE' &&
    request.oldObject !== undefined &&
    isDeepStrictEqual(request.object?.['spec'], request.oldObject['spec'])
  );
}

/** Validates objects of KINDS of core/api as they will be stored. */
export function createManifestHandler(validate: Validate): ValidatingHandler {
  return {
    name: 'manifest',
    handles,
    async judge(request) {
      return ofShape(
        request.object === undefined || leavesSpec(request)
          ? []
          : validate(request.object).toSorted(compareFindings),
      );
    },
  };
}
