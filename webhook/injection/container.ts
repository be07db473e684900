import {
  ACKNOWLEDGE_DIRECTORY,
  type ContainerRequest,
  ENV_DIRECTORY,
  type RawObject,
  RESOURCE_NAMES,
  SIDECAR_SPEC_VARIABLE,
  type SidecarSpec,
} from '../../core/api/index.ts';
import type { InjectionDefaults } from './plan.ts';
import {
  ACKNOWLEDGE_VOLUME,
  ENV_VOLUME,
  INIT_NAME,
  SECRETS_VOLUME,
  SIDECAR_NAME,
  TOKEN_VOLUME,
} from './pod.ts';

const PROBE_PORT = 9808;
/** The usual place: API server, Vault and cloud clients look for the Pod's identity there. */
const IDENTITY_DIRECTORY = '/var/run/secrets/kubernetes.io/serviceaccount';
const DEFAULT_RESOURCES: ContainerRequest['resources'] = {
  'requests.cpu': '5m',
  'requests.memory': '48Mi',
  'limits.memory': '128Mi',
};

/** What one container of ours needs besides its document. */
export interface ContainerSettings {
  readonly runAsUser: number;
  readonly resources: ContainerRequest['resources'];
  /** Files that are expired make the Pod unready. */
  readonly unreadyWhenExpired: boolean;
  /** A native sidecar: an init container that goes on, so that whatever comes after it finds its files. */
  readonly isNative: boolean;
}

function variable(name: string, value: string): RawObject {
  return { name, value };
}

/** The kubelet reads `$(NAME)` and `$$` in a value as its own; JSON can say the dollar otherwise. */
function documentOf(spec: SidecarSpec): string {
  return JSON.stringify(spec).replaceAll('$', String.raw`\u0024`);
}

function podField(name: string, fieldPath: string): RawObject {
  return { name, valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } } };
}

function probe(path: string, periodSeconds: number, failureThreshold: number): RawObject {
  return {
    httpGet: { path, port: PROBE_PORT, scheme: 'HTTP' },
    periodSeconds,
    failureThreshold,
    successThreshold: 1,
    timeoutSeconds: 1,
  };
}

/** Pod Security `restricted`, field by field. */
function securityContext(runAsUser: number): RawObject {
  return {
    runAsNonRoot: true,
    runAsUser,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

function resourcesOf(given: ContainerRequest['resources']): RawObject {
  const wanted = { ...DEFAULT_RESOURCES, ...given };
  const group = (prefix: 'requests' | 'limits'): RawObject =>
    Object.fromEntries(
      RESOURCE_NAMES.filter((name) => name.startsWith(prefix) && wanted[name] !== undefined).map(
        (name) => [name.slice(prefix.length + 1), wanted[name]],
      ),
    );
  return { requests: group('requests'), limits: group('limits') };
}

function mountsOf(spec: SidecarSpec): readonly RawObject[] {
  return [
    { name: SECRETS_VOLUME, mountPath: spec.directory },
    { name: TOKEN_VOLUME, mountPath: IDENTITY_DIRECTORY, readOnly: true },
    ...(spec.env.length > 0 ? [{ name: ENV_VOLUME, mountPath: ENV_DIRECTORY }] : []),
    ...(spec.verify?.kind === 'file'
      ? [{ name: ACKNOWLEDGE_VOLUME, mountPath: ACKNOWLEDGE_DIRECTORY, readOnly: true }]
      : []),
  ];
}

/** What is the same in every form. Written out with the API server's defaults: called again, the webhook has nothing to change. */
function container(
  spec: SidecarSpec,
  defaults: InjectionDefaults,
  { runAsUser, resources, isNative }: ContainerSettings,
): RawObject {
  return {
    image: defaults.image,
    imagePullPolicy: defaults.imagePullPolicy,
    ...(isNative ? { restartPolicy: 'Always' } : {}),
    env: [
      variable(SIDECAR_SPEC_VARIABLE, documentOf(spec)),
      variable('SALLYPORT_IDENTITY_DIRECTORY', IDENTITY_DIRECTORY),
      podField('SALLYPORT_POD_NAME', 'metadata.name'),
      podField('SALLYPORT_POD_NAMESPACE', 'metadata.namespace'),
      podField('SALLYPORT_POD_UID', 'metadata.uid'),
      ...Object.entries(defaults.environment).map(([name, value]) => variable(name, value)),
    ],
    resources: resourcesOf(resources),
    securityContext: securityContext(runAsUser),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: mountsOf(spec),
  };
}

/** The sidecar. Its startup probe passes with the first generation. */
export function sidecarContainer(
  spec: SidecarSpec,
  defaults: InjectionDefaults,
  settings: ContainerSettings,
): RawObject {
  return {
    name: SIDECAR_NAME,
    ...container(spec, defaults, settings),
    startupProbe: probe('/started', 1, 300),
    livenessProbe: probe('/livez', 10, 3),
    ...(settings.unreadyWhenExpired ? { readinessProbe: probe('/readyz', 10, 1) } : {}),
  };
}

/** The init container of a pair: it delivers the first generation and ends. It writes files alone and tells nobody. */
export function initContainer(
  spec: SidecarSpec,
  defaults: InjectionDefaults,
  settings: ContainerSettings,
): RawObject {
  const { verify: _verify, ...rest } = spec;
  const once: SidecarSpec = {
    ...rest,
    phase: 'once',
    nativeSecret: 'none',
    reload: [],
    rollback: false,
  };
  return { name: INIT_NAME, ...container(once, defaults, settings) };
}
