import Joi from 'joi';
import type { Finding, Parsed } from '../core/api/index.ts';
import { isServiceLink, type LogLevel, parseGoDuration } from '../core/runtime/index.ts';

const PREFIX = 'SALLYPORT_';
const MAX_PORT = 65_535;

/** Which namespaces a controller serves: there it writes the native Secrets, and the sidecars do not. */
export type ControllerNamespaces = '*' | readonly string[];

export interface WebhookConfig {
  /** The webhook's own namespace: its CA Secret lives there, and its Pods get no sidecar. */
  readonly namespace: string;
  /** The Service the API server calls; it names the serving certificate. */
  readonly serviceName: string;
  readonly host: string;
  readonly port: number;
  readonly drainMs: number;
  readonly logLevel: LogLevel;
  readonly caSecretName: string;
  /** Configurations whose caBundle the webhook keeps; none when empty. */
  readonly validatingConfigurations: readonly string[];
  readonly mutatingConfigurations: readonly string[];
  /** The ValidatingWebhookConfiguration whose entries for Pods the webhook writes itself; '' for none. */
  readonly podConfiguration: string;
  /** A folder with tls.crt, tls.key and ca.crt that somebody else keeps; '' for an authority of our own. */
  readonly certificateDirectory: string;
  readonly sidecarImage: string;
  readonly sidecarImagePullPolicy: 'Always' | 'IfNotPresent' | 'Never';
  /** Variables every sidecar gets besides its own. */
  readonly sidecarEnvironment: Readonly<Record<string, string>>;
  /** Audience of the sidecar's token; '' is the API server's own. */
  readonly sidecarTokenAudience: string;
  readonly controllerNamespaces: ControllerNamespaces;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Marks a text that is not what its variable takes; the schema's `messages` say what would be. */
const NOT_A_DURATION = 'sallyport.duration';
const NOT_A_MAP = 'sallyport.map';

function list(value: string): readonly string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function isStringMap(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((item) => typeof item === 'string')
  );
}

function parseMap(text: string): Record<string, string> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isStringMap(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

// Not Joi.string(): its allowed '' would skip the rule.
const names = Joi.any().custom((value: string) => list(value));
const objectName = Joi.string().pattern(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/u, 'object name');

const duration = Joi.string()
  .custom((value: string, { error }) => {
    const durationMs = parseGoDuration(value);
    return durationMs === undefined || durationMs < 0 ? error(NOT_A_DURATION) : durationMs;
  })
  .messages({ [NOT_A_DURATION]: 'must be a Go duration such as "15s"' });

const stringMap = Joi.string()
  .custom((value: string, { error }) => parseMap(value) ?? error(NOT_A_MAP))
  .messages({
    [NOT_A_MAP]: 'must be a JSON object whose values are strings',
  });

function port(value: string, { error }: Joi.CustomHelpers): unknown {
  const number = Number(value);
  return number <= MAX_PORT ? number : error('string.pattern.name', { name: 'port number' });
}

/** The variable (after the prefix) that each field is read from. docs/reference/webhook.md explains them. */
export const WEBHOOK_VARIABLES = {
  namespace: 'NAMESPACE',
  serviceName: 'SERVICE_NAME',
  host: 'LISTEN_HOST',
  port: 'LISTEN_PORT',
  drainMs: 'DRAIN',
  logLevel: 'LOG_LEVEL',
  caSecretName: 'CA_SECRET',
  validatingConfigurations: 'VALIDATING_CONFIGURATIONS',
  mutatingConfigurations: 'MUTATING_CONFIGURATIONS',
  podConfiguration: 'POD_CONFIGURATION',
  certificateDirectory: 'CERTIFICATE_DIRECTORY',
  sidecarImage: 'SIDECAR_IMAGE',
  sidecarImagePullPolicy: 'SIDECAR_IMAGE_PULL_POLICY',
  sidecarEnvironment: 'SIDECAR_ENVIRONMENT',
  sidecarTokenAudience: 'SIDECAR_TOKEN_AUDIENCE',
  controllerNamespaces: 'CONTROLLER_NAMESPACES',
} as const satisfies Record<keyof WebhookConfig, string>;

const schema = Joi.object<WebhookConfig>({
  namespace: objectName.default('sallyport-system'),
  serviceName: objectName.default('sallyport-webhook'),
  host: Joi.string().default('0.0.0.0'),
  port: Joi.string()
    .pattern(/^\d{1,5}$/u, 'port number')
    .custom(port)
    .default(9443),
  drainMs: duration.default(15_000),
  logLevel: Joi.string().valid('debug', 'info', 'warn', 'error').default('info'),
  caSecretName: objectName.default('sallyport-webhook-ca'),
  validatingConfigurations: names.default(['sallyport-validate']),
  mutatingConfigurations: names.default(['sallyport-inject']),
  podConfiguration: objectName.allow('').default('sallyport-pods'),
  certificateDirectory: Joi.string().allow('').default(''),
  sidecarImage: Joi.string().required(),
  sidecarImagePullPolicy: Joi.string()
    .valid('Always', 'IfNotPresent', 'Never')
    .default('IfNotPresent'),
  sidecarEnvironment: stringMap.default({}),
  sidecarTokenAudience: Joi.string().allow('').default(''),
  controllerNamespaces: Joi.any()
    .custom((value: string) => (value === '*' ? value : list(value)))
    .default([]),
} satisfies Record<keyof WebhookConfig, Joi.Schema>);

function finding(variable: string, message: string): Finding {
  return { id: 'CFG-WEBHOOK', severity: 'error', path: variable, message };
}

function unknownVariables(environment: Environment): readonly Finding[] {
  const known = new Set<string>(Object.values(WEBHOOK_VARIABLES).map((name) => `${PREFIX}${name}`));
  return Object.entries(environment)
    .filter(([name]) => name.startsWith(PREFIX) && !known.has(name))
    .filter(([name, value]) => !isServiceLink(name, value))
    .map(([name]) => finding(name, `unknown; known are ${[...known].join(', ')}`));
}

/** The webhook's settings out of its environment, or everything that is wrong with them. */
export function parseWebhookConfig(environment: Environment): Parsed<WebhookConfig> {
  const fields = Object.entries(WEBHOOK_VARIABLES).map(([field, name]) => [
    field,
    environment[`${PREFIX}${name}`],
  ]);
  const result = schema.validate(Object.fromEntries(fields), {
    abortEarly: false,
    errors: { label: false },
    messages: { 'string.pattern.name': 'must be a valid {{#name}}' },
  });
  const variables: Readonly<Record<string, string>> = WEBHOOK_VARIABLES;
  const invalid = (result.error?.details ?? []).map((detail) =>
    finding(`${PREFIX}${variables[String(detail.path[0])] ?? ''}`, detail.message),
  );
  const findings = [...invalid, ...unknownVariables(environment)];
  return result.error === undefined && findings.length === 0
    ? { ok: true, value: result.value }
    : { ok: false, findings };
}
