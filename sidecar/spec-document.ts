import {
  type EnvFileVariable,
  FILE_FORMATS,
  type FileFormat,
  type Finding,
  type Parsed,
  type SidecarSpec,
} from '../core/api/index.ts';
import { isObject } from '../core/runtime/index.ts';
import { type Fields, parseHooks, parseVerify, type Report } from './hook-document.ts';

const KEYS = [
  'version',
  'externalSecrets',
  'directory',
  'fileMode',
  'directoryMode',
  'layout',
  'formats',
  'env',
  'nativeSecret',
  'phase',
  'staleLimitSeconds',
  'reload',
  'verify',
  'rollback',
];
const OBJECT_NAME = /^[a-z0-9](?:[-.a-z0-9]{0,251}[a-z0-9])?$/u;

function parseNames(value: unknown, report: Report): readonly string[] {
  if (!Array.isArray(value) || value.length === 0) {
    report('externalSecrets', 'must list at least one ExternalSecret');
    return [];
  }
  const names: string[] = [];
  for (const [index, name] of value.entries()) {
    if (typeof name !== 'string' || !OBJECT_NAME.test(name)) {
      report(`externalSecrets[${index}]`, 'must be the name of an ExternalSecret');
    } else if (names.includes(name)) {
      report(`externalSecrets[${index}]`, `"${name}" is listed twice`);
    } else {
      names.push(name);
    }
  }
  return names;
}

function parseMode(fields: Fields, key: 'fileMode' | 'directoryMode', report: Report): number {
  const value = fields[key];
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 0o777) {
    report(key, 'must be a permission mode between 0 and 511 (octal 777)');
    return 0;
  }
  return value;
}

function parseDirectory(value: unknown, report: Report): string {
  if (typeof value !== 'string' || !value.startsWith('/') || value.split('/').includes('..')) {
    report('directory', "must be an absolute path without '..'");
    return '';
  }
  return value;
}

/** One of two words. */
function parseWord<Word extends string>(
  fields: Fields,
  key: string,
  [first, second]: readonly [Word, Word],
  report: Report,
): Word {
  const value = fields[key];
  if (value !== first && value !== second) {
    report(key, `must be "${first}" or "${second}"`);
  }
  return value === first ? first : second;
}

function parseFormats(value: unknown, report: Report): readonly FileFormat[] {
  const formats = FILE_FORMATS.filter((known) => Array.isArray(value) && value.includes(known));
  if (!Array.isArray(value) || formats.length === 0 || formats.length !== value.length) {
    report('formats', `must list some of ${FILE_FORMATS.join(', ')}, each once`);
  }
  return formats;
}

function parseVariable(value: unknown): EnvFileVariable | undefined {
  const { name, externalSecret, key }: Fields = isObject(value) ? value : {};
  return typeof name === 'string' && typeof externalSecret === 'string' && typeof key === 'string'
    ? { name, externalSecret, key }
    : undefined;
}

function parseVariables(value: unknown, report: Report): readonly EnvFileVariable[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [undefined];
  const variables = list.map(parseVariable).filter((each) => each !== undefined);
  if (variables.length !== list.length) {
    report('env', 'must list variables with name, externalSecret and key');
  }
  return variables;
}

function parseSeconds(value: unknown, report: Report): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    report('staleLimitSeconds', 'must be a number of seconds, 0 for none');
    return 0;
  }
  return value;
}

function parseRollback(value: unknown, report: Report): boolean {
  if (typeof value !== 'boolean') {
    report('rollback', 'must be true or false');
  }
  return value === true;
}

function parseFields(fields: Fields, report: Report): SidecarSpec {
  for (const key of Object.keys(fields)) {
    if (!KEYS.includes(key)) {
      report(key, 'unknown field; webhook and sidecar image are of different versions');
    }
  }
  if (fields['version'] !== 1) {
    report('version', 'must be 1; webhook and sidecar image are of different versions');
  }
  const verify = parseVerify(fields['verify'], report);
  return {
    version: 1,
    externalSecrets: parseNames(fields['externalSecrets'], report),
    directory: parseDirectory(fields['directory'], report),
    fileMode: parseMode(fields, 'fileMode', report),
    directoryMode: parseMode(fields, 'directoryMode', report),
    layout: parseWord(fields, 'layout', ['atomic', 'flat'], report),
    formats: parseFormats(fields['formats'], report),
    env: parseVariables(fields['env'], report),
    nativeSecret: parseWord(fields, 'nativeSecret', ['elected', 'none'], report),
    phase: parseWord(fields, 'phase', ['once', 'stay'], report),
    staleLimitSeconds: parseSeconds(fields['staleLimitSeconds'], report),
    reload: parseHooks(fields['reload'], report),
    ...(verify === undefined ? {} : { verify }),
    rollback: parseRollback(fields['rollback'], report),
  };
}

/** Reads the document that the webhook wrote. Every problem is reported, under `root`. */
export function parseSidecarSpec(text: string, root: string): Parsed<SidecarSpec> {
  const findings: Finding[] = [];
  function report(path: string, message: string): void {
    findings.push({ id: 'CFG-SIDECAR', severity: 'error', path: `${root}.${path}`, message });
  }
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch {
    fields = undefined;
  }
  if (!isObject(fields)) {
    const message = 'must be the JSON document that the webhook writes';
    return {
      ok: false,
      findings: [{ id: 'CFG-SIDECAR', severity: 'error', path: root, message }],
    };
  }
  const value = parseFields(fields, report);
  return findings.length === 0 ? { ok: true, value } : { ok: false, findings };
}
