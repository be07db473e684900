import type { Finding, Parsed, ReloadHookSpec, SidecarSpec } from '../core/api/index.ts';
import { isLoopbackUrl } from './reload/index.ts';

type Fields = Readonly<Record<string, unknown>>;
type Report = (path: string, message: string) => void;

const KEYS = [
  'version',
  'externalSecrets',
  'directory',
  'fileMode',
  'directoryMode',
  'nativeSecret',
  'reload',
];
const METHODS = ['GET', 'POST', 'PUT'] as const;
const OBJECT_NAME = /^[a-z0-9](?:[-.a-z0-9]{0,251}[a-z0-9])?$/u;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

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

function parseHook(value: unknown, path: string, report: Report): readonly ReloadHookSpec[] {
  const { kind, method, url }: Fields = isFields(value) ? value : {};
  const known = METHODS.find((name) => name === method);
  if (kind !== 'http') {
    report(`${path}.kind`, 'must be "http"');
  }
  if (known === undefined) {
    report(`${path}.method`, `must be one of ${METHODS.join(', ')}`);
  }
  if (typeof url !== 'string' || !isLoopbackUrl(url)) {
    report(
      `${path}.url`,
      'must be http:// on localhost, 127.0.0.0/8 or [::1], without credentials',
    );
    return [];
  }
  return known === undefined ? [] : [{ kind: 'http', method: known, url }];
}

function parseHooks(value: unknown, report: Report): readonly ReloadHookSpec[] {
  if (!Array.isArray(value)) {
    report('reload', 'must be a list');
    return [];
  }
  return value.flatMap((hook: unknown, index) => parseHook(hook, `reload[${index}]`, report));
}

function parseNativeSecret(value: unknown, report: Report): 'elected' | 'none' {
  if (value !== 'elected' && value !== 'none') {
    report('nativeSecret', 'must be "elected" or "none"');
    return 'none';
  }
  return value;
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
  return {
    version: 1,
    externalSecrets: parseNames(fields['externalSecrets'], report),
    directory: parseDirectory(fields['directory'], report),
    fileMode: parseMode(fields, 'fileMode', report),
    directoryMode: parseMode(fields, 'directoryMode', report),
    nativeSecret: parseNativeSecret(fields['nativeSecret'], report),
    reload: parseHooks(fields['reload'], report),
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
  if (!isFields(fields)) {
    const message = 'must be the JSON document that the webhook writes';
    return {
      ok: false,
      findings: [{ id: 'CFG-SIDECAR', severity: 'error', path: root, message }],
    };
  }
  const value = parseFields(fields, report);
  return findings.length === 0 ? { ok: true, value } : { ok: false, findings };
}
