import {
  type Finding,
  parseExternalSecret,
  parseSecretStore,
  type RawObject,
} from '../../core/api/index.ts';

/** Everything that is wrong with one of our objects. */
export function validateObject(object: RawObject): readonly Finding[] {
  const parsed =
    object['kind'] === 'ExternalSecret' ? parseExternalSecret(object) : parseSecretStore(object);
  return parsed.ok ? [] : parsed.findings;
}
