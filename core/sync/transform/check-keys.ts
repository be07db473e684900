import { AppError, type SecretBytes } from '../../runtime/index.ts';
import type { SecretData } from '../contract.ts';

const MAX_KEY_LENGTH = 253;
const TIP = 'use rewrite or conversionStrategy to change keys';

/**
 * Refuses what the API server would refuse as a key of a Secret. Stricter than ESO, which lets letters outside ASCII pass
 * here and fails at the write.
 */
export function checkKey(key: string): void {
  const length = Buffer.byteLength(key);
  if (length > MAX_KEY_LENGTH) {
    throw new AppError(
      'KEY_INVALID',
      `key has length ${length} but max is ${MAX_KEY_LENGTH}: ${key.slice(0, 40)}… (${TIP})`,
    );
  }
  const [wrong] = /[^A-Za-z0-9._-]/u.exec(key) ?? [];
  if (wrong !== undefined) {
    throw new AppError(
      'KEY_INVALID',
      `key has invalid character ${wrong}, only alphanumeric, '-', '.' and '_' are allowed: ${key} (${TIP})`,
    );
  }
  if (key === '.' || key.startsWith('..')) {
    throw new AppError('KEY_INVALID', `key must not be "." nor begin with "..": ${key} (${TIP})`);
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
