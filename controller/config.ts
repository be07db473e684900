import type { Finding, Parsed } from '../core/api/index.ts';
import type { ObjectRef } from '../core/kube/index.ts';
import { isServiceLink, type LogLevel, parseGoDuration } from '../core/runtime/index.ts';

export interface ControllerConfig {
  /** Empty: every namespace. */
  readonly namespaces: readonly string[];
  /** Stores of another class are somebody else's (eso.md 1.2). */
  readonly controllerClass: string;
  /** ExternalSecrets synced at once. */
  readonly concurrency: number;
  /** How often a store that names no interval of its own is checked. */
  readonly storeIntervalMs: number;
  /** The Lease by which one of several replicas is chosen to work; undefined where there is only one process. */
  readonly lease: ObjectRef | undefined;
  /** Who this replica is in that choice. */
  readonly identity: string;
  readonly probeHost: string;
  /** 0 picks a free port. */
  readonly probePort: number;
  readonly logLevel: LogLevel;
}

export type Environment = Readonly<Record<string, string | undefined>>;

interface Variable<Value> {
  readonly preset: Value;
  /** Undefined when the text is not acceptable. */
  readonly parse: (text: string) => Value | undefined;
  /** What is acceptable. */
  readonly wanted: string;
}

const PREFIX = 'SALLYPORT_';
const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];
const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/u;

const VARIABLES = {
  SALLYPORT_NAMESPACES: {
    preset: [],
    parse: parseNamespaces,
    wanted: 'namespace names separated by commas, or nothing for every namespace',
  } satisfies Variable<readonly string[]>,
  SALLYPORT_CONTROLLER_CLASS: { preset: 'default', parse: nonEmpty, wanted: 'a name' },
  SALLYPORT_CONCURRENCY: {
    preset: 8,
    parse: (text: string) => integerBetween(text, 1, 256),
    wanted: 'a whole number from 1 to 256',
  },
  SALLYPORT_STORE_INTERVAL: {
    preset: 300_000,
    parse: parseInterval,
    wanted: 'a Go duration of at least 1s, such as 5m',
  },
  SALLYPORT_LEASE: {
    preset: undefined,
    parse: parseLease,
    wanted: 'a Lease as namespace/name',
  } satisfies Variable<ObjectRef | undefined>,
  SALLYPORT_POD_NAME: { preset: '', parse: nonEmpty, wanted: "the Pod's name" },
  SALLYPORT_PROBE_HOST: { preset: '0.0.0.0', parse: nonEmpty, wanted: 'an address to listen on' },
  SALLYPORT_PROBE_PORT: {
    preset: 9808,
    parse: (text: string) => integerBetween(text, 0, 65_535),
    wanted: 'a port from 0 to 65535',
  },
  SALLYPORT_LOG_LEVEL: {
    preset: 'info',
    parse: (text: string) => LOG_LEVELS.find((level) => level === text),
    wanted: LOG_LEVELS.join(', '),
  } satisfies Variable<LogLevel>,
};

/** Every variable the controller reads; docs/reference/controller.md explains them. */
export const CONTROLLER_VARIABLES: readonly string[] = Object.keys(VARIABLES);

/** The settings as the environment has them; every problem at once, an unknown SALLYPORT_ variable being one. */
export function parseControllerConfig(environment: Environment): Parsed<ControllerConfig> {
  const findings: Finding[] = [];
  function report(path: string, message: string): void {
    findings.push({ id: 'CFG-CONTROLLER', severity: 'error', path, message });
  }
  function setting<Value>(name: keyof typeof VARIABLES, variable: Variable<Value>): Value {
    const text = environment[name];
    if (text === undefined) {
      return variable.preset;
    }
    const value = variable.parse(text);
    if (value === undefined) {
      report(name, `is ${JSON.stringify(text)}; it takes ${variable.wanted}`);
    }
    return value ?? variable.preset;
  }

  for (const [name, text] of Object.entries(environment)) {
    const isKnown = Object.hasOwn(VARIABLES, name) || isServiceLink(name, text);
    if (name.startsWith(PREFIX) && !isKnown) {
      report(name, `unknown variable; known are ${CONTROLLER_VARIABLES.join(', ')}`);
    }
  }
  const value: ControllerConfig = {
    namespaces: setting<readonly string[]>('SALLYPORT_NAMESPACES', VARIABLES.SALLYPORT_NAMESPACES),
    controllerClass: setting('SALLYPORT_CONTROLLER_CLASS', VARIABLES.SALLYPORT_CONTROLLER_CLASS),
    concurrency: setting('SALLYPORT_CONCURRENCY', VARIABLES.SALLYPORT_CONCURRENCY),
    storeIntervalMs: setting('SALLYPORT_STORE_INTERVAL', VARIABLES.SALLYPORT_STORE_INTERVAL),
    lease: setting<ObjectRef | undefined>('SALLYPORT_LEASE', VARIABLES.SALLYPORT_LEASE),
    identity: setting('SALLYPORT_POD_NAME', VARIABLES.SALLYPORT_POD_NAME),
    probeHost: setting('SALLYPORT_PROBE_HOST', VARIABLES.SALLYPORT_PROBE_HOST),
    probePort: setting('SALLYPORT_PROBE_PORT', VARIABLES.SALLYPORT_PROBE_PORT),
    logLevel: setting<LogLevel>('SALLYPORT_LOG_LEVEL', VARIABLES.SALLYPORT_LOG_LEVEL),
  };
  if (value.lease !== undefined && value.identity === '') {
    report('SALLYPORT_POD_NAME', 'must be set where SALLYPORT_LEASE is');
  }
  return findings.length === 0 ? { ok: true, value } : { ok: false, findings };
}

function nonEmpty(text: string): string | undefined {
  return text === '' ? undefined : text;
}

function integerBetween(text: string, least: number, most: number): number | undefined {
  const value = Number(text);
  return /^\d+$/u.test(text) && value >= least && value <= most ? value : undefined;
}

function parseInterval(text: string): number | undefined {
  const durationMs = parseGoDuration(text);
  return durationMs !== undefined && durationMs >= 1000 ? durationMs : undefined;
}

function parseNamespaces(text: string): readonly string[] | undefined {
  const names = text.split(',').map((name) => name.trim());
  if (text.trim() === '') {
    return [];
  }
  return names.every((name) => NAMESPACE.test(name)) ? names : undefined;
}

function parseLease(text: string): ObjectRef | undefined {
  const [namespace = '', name = '', ...more] = text.split('/');
  return more.length === 0 && NAMESPACE.test(namespace) && NAMESPACE.test(name)
    ? { namespace, name }
    : undefined;
}
