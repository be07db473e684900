import type { ConversionStrategy } from '../../api/index.ts';
import { AppError, type SecretBytes } from '../../runtime/index.ts';
import type { SecretData } from '../contract.ts';

const UNSUITED = /[^\p{L}\p{N}._-]/gu;

function unicodeEscape(character: string): string {
  return `_U${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}_`;
}

function convertKey(strategy: ConversionStrategy, key: string): string {
  return strategy === 'Unicode'
    ? key.replaceAll(UNSUITED, unicodeEscape)
    : key.replaceAll(UNSUITED, '_');
}

/** Remote names as keys of a Secret (conversionStrategy, eso.md 3.4). Two that would fall on one key are KEY_CONFLICT. */
export function convertKeys(strategy: ConversionStrategy, entries: SecretData): SecretData {
  const converted = new Map<string, SecretBytes>();
  for (const [key, bytes] of entries) {
    const name = convertKey(strategy, key);
    if (converted.has(name)) {
      throw new AppError(
        'KEY_CONFLICT',
        `secret name collision during conversion: ${name}; set conversionStrategy to Unicode, or use rewrite`,
      );
    }
    converted.set(name, bytes);
  }
  return converted;
}
