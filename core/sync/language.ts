import { AppError, SecretBytes } from '../runtime/index.ts';
import type { SecretData } from './contract.ts';
import { toText } from './transform/payload.ts';

export function renderText(where: string, text: string, values: SecretData): SecretBytes {
  const rendered = text.replaceAll(/\{\{\s*\.(\w+)\s*\}\}/gu, (_, key: string) => {
    const value = values.get(key);
    if (value === undefined) {
      throw new AppError(
        'TEMPLATE_FAILED',
        `unable to execute template at key ${where}: no entry ${key}`,
      );
    }
    return toText(value) ?? '';
  });
  return SecretBytes.fromUtf8(rendered);
}
