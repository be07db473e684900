import {
  type Finding,
  type Parsed,
  SIDECAR_SPEC_VARIABLE,
  type SidecarSpec,
} from '../core/api/index.ts';
import { isServiceLink, type LogLevel } from '../core/runtime/index.ts';
import { parseSidecarSpec } from './spec-document.ts';

export interface SidecarConfig {
  readonly spec: SidecarSpec;
  readonly namespace: string;
  /** The Pod's name: who this replica is in an election. */
  readonly podName: string;
  /** Events about the Pod name it by this. */
  readonly podUid: string;
  /** Holds `token`, `ca.crt` and `namespace` of the Pod's own identity, projected for the sidecar alone. */
  readonly identityDirectory: string;
  readonly probeHost: string;
  readonly probePort: number;
  readonly logLevel: LogLevel;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = 'SALLYPORT_';
const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
const DEFAULT_IDENTITY_DIRECTORY = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Each variable and its default; undefined marks a required one. docs/reference/sidecar.md explains them. */
export const SIDECAR_VARIABLES: Readonly<Record<string, string | undefined>> = {
  [SIDECAR_SPEC_VARIABLE]: undefined,
  SALLYPORT_POD_NAMESPACE: undefined,
  SALLYPORT_POD_NAME: undefined,
  SALLYPORT_POD_UID: undefined,
  SALLYPORT_IDENTITY_DIRECTORY: DEFAULT_IDENTITY_DIRECTORY,
  SALLYPORT_PROBE_HOST: '0.0.0.0',
  SALLYPORT_PROBE_PORT: '9808',
  SALLYPORT_LOG_LEVEL: 'info',
};

type Report = (variable: string, message: string) => void;

function parsePort(name: string, text: string, report: Report): number {
  if (!/^\d{1,5}$/u.test(text) || Number(text) > 65_535) {
    report(name, 'must be a port number');
  }
  return Number(text);
}

function parseLogLevel(name: string, text: string, report: Report): LogLevel {
  const level = LOG_LEVELS.find((known) => known === text);
  if (level === undefined) {
    report(name, `must be one of ${LOG_LEVELS.join(', ')}`);
  }
  return level ?? 'info';
}

function reportUnknown(env: Environment, report: Report): void {
  for (const [name, value] of Object.entries(env)) {
    const known = Object.hasOwn(SIDECAR_VARIABLES, name) || isServiceLink(name, value);
    if (name.startsWith(PREFIX) && !known) {
      report(name, `unknown variable; known are ${Object.keys(SIDECAR_VARIABLES).join(', ')}`);
    }
  }
}

/** The environment of the sidecar, which the webhook set. Every problem is reported, unknown SALLYPORT_ variables too. */
export function parseSidecarConfig(env: Environment): Parsed<SidecarConfig> {
  const findings: Finding[] = [];
  function report(path: string, message: string): void {
    findings.push({ id: 'CFG-SIDECAR', severity: 'error', path, message });
  }
  function read(name: string): string {
    const value = env[name] ?? SIDECAR_VARIABLES[name] ?? '';
    if (value === '') {
      report(name, 'must be set');
    }
    return value;
  }
  reportUnknown(env, report);
  const spec = parseSidecarSpec(read(SIDECAR_SPEC_VARIABLE), SIDECAR_SPEC_VARIABLE);
  const rest = {
    namespace: read('SALLYPORT_POD_NAMESPACE'),
    podName: read('SALLYPORT_POD_NAME'),
    podUid: read('SALLYPORT_POD_UID'),
    identityDirectory: read('SALLYPORT_IDENTITY_DIRECTORY'),
    probeHost: read('SALLYPORT_PROBE_HOST'),
    probePort: parsePort('SALLYPORT_PROBE_PORT', read('SALLYPORT_PROBE_PORT'), report),
    logLevel: parseLogLevel('SALLYPORT_LOG_LEVEL', read('SALLYPORT_LOG_LEVEL'), report),
  };
  if (!spec.ok || findings.length > 0) {
    return { ok: false, findings: [...findings, ...(spec.ok ? [] : spec.findings)] };
  }
  return { ok: true, value: { spec: spec.value, ...rest } };
}
