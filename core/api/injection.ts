import type { Parsed } from './finding.ts';
import { EXTERNAL_SECRETS_ANNOTATION, INJECT_ANNOTATION } from './group.ts';
import {
  ANNOTATION_PREFIX,
  CONTAINERS_ANNOTATION,
  DEFAULT_MOUNT_PATH,
  INJECTION_ANNOTATIONS,
  MOUNT_PATH_ANNOTATION,
  NATIVE_SECRET_ANNOTATION,
  OWN_ANNOTATIONS,
} from './injection-annotation.ts';
import { type ContainerRequest, readContainer } from './injection-container.ts';
import { type EnvRequest, type FilesRequest, readEnv, readFiles } from './injection-files.ts';
import {
  type Annotations,
  readFlag,
  type Reading,
  readNames,
  report,
} from './injection-reading.ts';
import {
  readReload,
  readStaleness,
  type ReloadRequest,
  type StalenessRequest,
} from './injection-reload.ts';
import { nearestWord } from './nearest.ts';
import { DNS_LABEL, DNS_SUBDOMAIN } from './pattern.ts';
import { quote } from './quote.ts';

/** What a Pod asks for by its annotations. */
export interface InjectionRequest {
  /** Names in the Pod's namespace, in the order written; at least one. */
  readonly externalSecrets: readonly string[];
  readonly mountPath: string;
  /** Containers that see the files; none named means all. */
  readonly containers: readonly string[];
  readonly files: FilesRequest;
  readonly env: EnvRequest;
  readonly nativeSecret: boolean;
  readonly reload: ReloadRequest;
  readonly staleness: StalenessRequest;
  readonly sidecar: ContainerRequest;
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
  const externalSecrets = readNames(reading, EXTERNAL_SECRETS_ANNOTATION, DNS_SUBDOMAIN);
  return {
    externalSecrets,
    mountPath: readMountPath(reading),
    containers: readNames(reading, CONTAINERS_ANNOTATION, DNS_LABEL),
    files: readFiles(reading),
    env: readEnv(reading, externalSecrets),
    nativeSecret: readFlag(reading, NATIVE_SECRET_ANNOTATION) ?? false,
    reload: readReload(reading),
    staleness: readStaleness(reading),
    sidecar: readContainer(reading),
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
  const isAsked = readFlag(reading, INJECT_ANNOTATION) === true;
  const request = isAsked ? readRequest(reading) : undefined;
  const { findings } = reading;
  return findings.length === 0 ? { ok: true, value: request } : { ok: false, findings };
}
