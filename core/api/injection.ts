import type { FindingId } from './finding-id.ts';
import type { Finding, Parsed } from './finding.ts';
import { EXTERNAL_SECRETS_ANNOTATION, INJECT_ANNOTATION } from './group.ts';
import {
  ANNOTATION_PREFIX,
  CONTAINERS_ANNOTATION,
  DEFAULT_MOUNT_PATH,
  INJECTION_ANNOTATIONS,
  MOUNT_PATH_ANNOTATION,
  NATIVE_SECRET_ANNOTATION,
  OWN_ANNOTATIONS,
  RELOAD_HTTP_ANNOTATION,
} from './injection-annotation.ts';
import { nearestWord } from './nearest.ts';
import { DNS_LABEL, DNS_SUBDOMAIN, patternWords } from './pattern.ts';
import { quote } from './quote.ts';
import { parseReloadRequest } from './reload-request.ts';
import type { ReloadHookSpec } from './sidecar-spec.ts';
import { memberPath } from './structural/path.ts';

/** What a Pod asks for by its annotations. */
export interface InjectionRequest {
  /** Names in the Pod's namespace, in the order written; at least one. */
  readonly externalSecrets: readonly string[];
  readonly mountPath: string;
  /** Containers that see the files; none named means all. */
  readonly containers: readonly string[];
  readonly nativeSecret: boolean;
  readonly reload: readonly ReloadHookSpec[];
}

type Annotations = Readonly<Record<string, string>>;

/** Reads annotations and gathers what is wrong with them. */
interface Reading {
  readonly annotations: Annotations;
  readonly findings: Finding[];
}

function report(reading: Reading, id: FindingId, annotation: string, message: string): void {
  const path = memberPath('metadata.annotations', annotation);
  const severity = id === 'SPA-P005' ? 'warning' : 'error';
  reading.findings.push({ id, severity, path, message });
}

function readFlag(reading: Reading, name: string): boolean {
  const value = reading.annotations[name];
  if (value !== undefined && value !== 'true' && value !== 'false') {
    report(reading, 'SPA-P002', name, `${quote(value)} is not accepted; "true" or "false"`);
  }
  return value === 'true';
}

function nameProblem(name: string, valid: RegExp, repeated: boolean): string | undefined {
  if (!valid.test(name) || name.length > 253) {
    const message = name === '' ? 'an empty name' : `${quote(name)} is no name`;
    return `${message}; a name is ${patternWords(valid.source)}`;
  }
  return repeated ? `${quote(name)} is named twice` : undefined;
}

function readNames(reading: Reading, annotation: string, pattern: string): readonly string[] {
  const value = reading.annotations[annotation];
  if (value === undefined) {
    return [];
  }
  const names = value.split(',').map((name) => name.trim());
  const valid = new RegExp(pattern, 'u');
  const seen = new Set<string>();
  const reported = new Set<string>();
  for (const name of names) {
    const problem = nameProblem(name, valid, seen.has(name));
    if (problem !== undefined && !reported.has(problem)) {
      reported.add(problem);
      report(reading, 'SPA-P004', annotation, problem);
    }
    seen.add(name);
  }
  return names;
}

function readMountPath(reading: Reading): string {
  const value = reading.annotations[MOUNT_PATH_ANNOTATION] ?? DEFAULT_MOUNT_PATH;
  const segments = value.split('/').slice(1);
  const wellFormed =
    value.startsWith('/') &&
    !value.includes(':') &&
    segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..');
  if (!wellFormed) {
    const wanted = `an absolute path without ".", "..", ":" or empty parts, like ${DEFAULT_MOUNT_PATH}`;
    report(reading, 'SPA-P006', MOUNT_PATH_ANNOTATION, `${quote(value)}: must be ${wanted}`);
  }
  return value;
}

function readReload(reading: Reading): readonly ReloadHookSpec[] {
  const value = reading.annotations[RELOAD_HTTP_ANNOTATION];
  if (value === undefined) {
    return [];
  }
  const hook = parseReloadRequest(value);
  if (typeof hook === 'string') {
    report(reading, 'SPA-P007', RELOAD_HTTP_ANNOTATION, `${quote(value)}: ${hook}`);
    return [];
  }
  return [hook];
}

function checkUnknown(reading: Reading): void {
  const known = INJECTION_ANNOTATIONS.map(({ name }) => name);
  for (const name of Object.keys(reading.annotations)) {
    if (!name.startsWith(ANNOTATION_PREFIX) || [...known, ...OWN_ANNOTATIONS].includes(name)) {
      continue;
    }
    const meant = nearestWord(name, known);
    const hint = meant === undefined ? `known are ${known.join(', ')}` : `did you mean ${meant}?`;
    report(reading, 'SPA-P001', name, `unknown annotation; ${hint}`);
  }
}

function checkOptIn(reading: Reading): void {
  const { annotations } = reading;
  if (EXTERNAL_SECRETS_ANNOTATION in annotations && !(INJECT_ANNOTATION in annotations)) {
    const hint = `nothing is injected; add ${INJECT_ANNOTATION}: "true" to get the files, or "false" to leave it so`;
    report(reading, 'SPA-P005', EXTERNAL_SECRETS_ANNOTATION, hint);
  }
}

function readRequest(reading: Reading): InjectionRequest {
  if (reading.annotations[EXTERNAL_SECRETS_ANNOTATION] === undefined) {
    const message = `required with ${INJECT_ANNOTATION}; name at least one ExternalSecret of this namespace`;
    report(reading, 'SPA-P003', EXTERNAL_SECRETS_ANNOTATION, message);
  }
  return {
    externalSecrets: readNames(reading, EXTERNAL_SECRETS_ANNOTATION, DNS_SUBDOMAIN),
    mountPath: readMountPath(reading),
    containers: readNames(reading, CONTAINERS_ANNOTATION, DNS_LABEL),
    nativeSecret: readFlag(reading, NATIVE_SECRET_ANNOTATION),
    reload: readReload(reading),
  };
}

/**
 * What a Pod's annotations ask for; undefined when it did not opt in. Findings may be warnings alone (SPA-P005): then
 * the Pod is let in as it is, with the warning.
 */
export function parseInjection(annotations: Annotations): Parsed<InjectionRequest | undefined> {
  if (annotations[INJECT_ANNOTATION] === 'false') {
    return { ok: true, value: undefined };
  }
  const reading: Reading = { annotations, findings: [] };
  checkUnknown(reading);
  checkOptIn(reading);
  const request = readFlag(reading, INJECT_ANNOTATION) ? readRequest(reading) : undefined;
  const { findings } = reading;
  return findings.length === 0 ? { ok: true, value: request } : { ok: false, findings };
}
