import { type Finding, kindInfo, type RawObject } from '../../core/api/index.ts';
import { textAt } from '../../core/runtime/index.ts';
import { groupOf } from '../world/index.ts';
import type { Inspection } from './check-files.ts';

/** Everything wrong with one object of our kinds; see validateManifest of core/api. */
export type Validate = (object: RawObject) => readonly Finding[];

/** The same, with nothing to say of other kinds. */
export function ofOurKinds(validate: Validate): Validate {
  return (raw) => (kindInfo(groupOf(raw), textAt(raw, 'kind')) === undefined ? [] : validate(raw));
}

/** What is wrong with an object by itself; other kinds pass. */
export function validation(validate: Validate): Inspection {
  const findings = ofOurKinds(validate);
  return ({ raw }) => findings(raw);
}
