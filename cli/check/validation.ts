import { ESO_GROUP, type Finding, type RawObject } from '../../core/api/index.ts';
import type { Inspection } from './check-files.ts';

/** Everything wrong with one object of our kinds; see validateManifest of core/api. */
export type Validate = (object: RawObject) => readonly Finding[];

const KINDS: ReadonlySet<string> = new Set(['ExternalSecret', 'SecretStore', 'ClusterSecretStore']);

/** What is wrong with an object by itself; other kinds pass. */
export function validation(validate: Validate): Inspection {
  return ({ group, kind, raw }) => (group === ESO_GROUP && KINDS.has(kind) ? validate(raw) : []);
}
