import { type KeyReading, unreadable } from './reading.ts';

const TYPES = ['secret', 'key', 'cert'];

/**
 * `secret/NAME` is `NAME`; `key/NAME` and `cert/NAME` keep their type. What comes after a second slash would be dropped
 * silently (admission.md 2.3), so it is refused. Names do not distinguish case.
 */
export function readAzureKey(key: string): KeyReading {
  const [first = '', name, ...rest] = key.split('/');
  if (rest.length > 0) {
    return unreadable('has more than type and name; Azure Key Vault drops what follows');
  }
  if (name !== undefined && !TYPES.includes(first)) {
    return unreadable('names a type that is not secret, key or cert');
  }
  const path = name !== undefined && first === 'secret' ? name : key;
  return { ok: true, paths: [path], absolute: false, fold: 'case' };
}
