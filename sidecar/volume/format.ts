import type { FileFormat } from '../../core/api/index.ts';
import { AppError, SecretBytes } from '../../core/runtime/index.ts';
import type { SecretData } from '../../core/sync/index.ts';

/** Where a format that holds all keys goes. */
const FILE_NAMES: Readonly<Record<Exclude<FileFormat, 'keys'>, string>> = {
  dotenv: 'secrets.env',
  json: 'secrets.json',
  properties: 'secrets.properties',
};

const NEWLINES: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\f': '\\f',
};

function textOf(key: string, bytes: SecretBytes, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.reveal());
  } catch (cause) {
    throw new AppError(
      'DECODE_FAILED',
      `key "${key}" is no UTF-8 text, so it cannot be in ${file}; give it a file of its own (format "keys")`,
      { cause },
    );
  }
}

/** A key as a variable's name; what a name cannot hold becomes an underscore. */
export function variableName(key: string): string {
  const name = key.replaceAll(/[^A-Za-z0-9_]/gu, '_');
  return /^\d/u.test(name) ? `_${name}` : name;
}

/** Single quotes keep everything; a value that has one is in double quotes, where four characters are escaped. */
function dotenvValue(text: string): string {
  return text.includes("'") ? `"${text.replaceAll(/["\\$`]/gu, String.raw`\$&`)}"` : `'${text}'`;
}

function dotenv(texts: ReadonlyMap<string, string>, file: string): string {
  const lines = new Map<string, string>();
  for (const [key, text] of texts) {
    const name = variableName(key);
    if (lines.has(name)) {
      throw new AppError(
        'KEY_CONFLICT',
        `two keys are the variable ${name} in ${file}; rename one`,
      );
    }
    if (text.includes('\0')) {
      throw new AppError(
        'KEY_INVALID',
        `key "${key}" has a NUL byte, which no variable in ${file} can hold`,
      );
    }
    lines.set(name, `${name}=${dotenvValue(text)}\n`);
  }
  return [...lines.values()].join('');
}

/** Java's Properties.load reads back what was written, in ISO-8859-1 or UTF-8 alike. */
function escapeProperty(text: string, isKey: boolean): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll(/[\n\r\t\f]/gu, (each) => NEWLINES[each] ?? each)
    .replaceAll(
      /[^\x20-\x7e]/g,
      (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  return isKey
    ? escaped.replaceAll(/[ :=#!]/gu, String.raw`\$&`)
    : escaped.replace(/^ /u, String.raw`\ `);
}

function properties(texts: ReadonlyMap<string, string>): string {
  return [...texts]
    .map(([key, text]) => `${escapeProperty(key, true)}=${escapeProperty(text, false)}\n`)
    .join('');
}

function oneFile(format: Exclude<FileFormat, 'keys'>, data: SecretData): SecretBytes {
  const file = FILE_NAMES[format];
  const sorted = [...data].toSorted(([left], [right]) => (left < right ? -1 : 1));
  const texts = new Map(sorted.map(([key, bytes]) => [key, textOf(key, bytes, file)]));
  switch (format) {
    case 'dotenv':
      return SecretBytes.fromUtf8(dotenv(texts, file));
    case 'json':
      return SecretBytes.fromUtf8(`${JSON.stringify(Object.fromEntries(texts), undefined, 2)}\n`);
    case 'properties':
      return SecretBytes.fromUtf8(properties(texts));
  }
}

/**
 * The files of secret data. DECODE_FAILED for a value that is no text where the file is text; KEY_CONFLICT for two things of
 * one name; KEY_INVALID for a value the format cannot hold.
 */
export function formatFiles(data: SecretData, formats: readonly FileFormat[]): SecretData {
  const files = new Map<string, SecretBytes>(formats.includes('keys') ? data : []);
  for (const format of formats) {
    if (format !== 'keys') {
      const name = FILE_NAMES[format];
      if (files.has(name)) {
        throw new AppError(
          'KEY_CONFLICT',
          `key "${name}" has the name of the ${format} file; rename it, or leave out format "keys"`,
        );
      }
      files.set(name, oneFile(format, data));
    }
  }
  return files;
}
