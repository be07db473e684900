import { AppError, type SecretBytes } from '../../runtime/index.ts';
import type { SecretData } from '../contract.ts';

const MAX_KEY_LENGTH = 253;
const MAX_SHOWN = 40;
const TIP = 'use rewrite or conversionStrategy to change keys';

/** Why this cannot be a key of a Secret, without the key; undefined when it can. */
export function keyProblem(key: string): string | undefined {
  const length = Buffer.byteLength(key);
  if (length > MAX_KEY_LENGTH) {
    return `key has length ${length} but max is ${MAX_KEY_LENGTH}`;
  }
  const [wrong] = /[^A-Za-z0-9._-]/u.exec(key) ?? [];
  if (wrong !== undefined) {
    return `key has invalid character ${wrong}, only alphanumeric, '-', '.' and '_' are allowed`;
  }
  return key === '.' || key.startsWith('..')
    ? 'key must not be "." nor begin with ".."'
    : undefined;
}

/**
 * Refuses what the API server would refuse as a key of a Secret. Stricter than ESO, which lets letters outside ASCII pass
 * here and fails at the write.
 */
export function checkKey(key: string): void {
  const problem = keyProblem(key);
  if (problem !== undefined) {
    const shown = key.length > MAX_SHOWN ? `${key.slice(0, MAX_SHOWN)}…` : key;
    throw new AppError('KEY_INVALID', `${problem}: ${shown} (${TIP})`);
  }
}

/** The entries a Secret can hold: those without a name are left out, any other unsuited key is KEY_INVALID (eso.md 3.4). */
export function checkKeys(entries: SecretData): SecretData {
  const checked = new Map<string, SecretBytes>();
  for (const [key, bytes] of entries) {
    if (key !== '') {
      checkKey(key);
      checked.set(key, bytes);
    }
  }
  return checked;
}
