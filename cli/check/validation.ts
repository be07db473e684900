import { type Finding, kindInfo, POLICY_GROUP, type RawObject } from '../../core/api/index.ts';
import { checkPolicyObject } from '../../core/policy/index.ts';
import { textAt } from '../../core/runtime/index.ts';
import { groupOf } from '../world/index.ts';
import type { Inspection } from './check-files.ts';

/** Everything wrong with one object of ESO's kinds; see validateManifest of core/api. */
export type Validate = (object: RawObject) => readonly Finding[];

/** The same for policies too, with nothing to say of kinds that are neither's. */
export function ofOurKinds(validate: Validate): Validate {
  return (raw) => {
    const group = groupOf(raw);
    if (group === POLICY_GROUP) {
      return checkPolicyObject(raw);
    }
    return kindInfo(group, textAt(raw, 'kind')) === undefined ? [] : validate(raw);
  };
}

/** What is wrong with an object by itself; other kinds pass. */
export function validation(validate: Validate): Inspection {
  const findings = ofOurKinds(validate);
  return ({ raw }) => findings(raw);
}
