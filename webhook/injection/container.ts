import { type RawObject, SIDECAR_SPEC_VARIABLE, type SidecarSpec } from '../../core/api/index.ts';
import type { InjectionDefaults } from './plan.ts';
import { SECRETS_VOLUME, SIDECAR_NAME, TOKEN_VOLUME } from './pod.ts';

const PROBE_PORT = 9808;
/** The usual place: API server, Vault and cloud clients look for the Pod's identity there. */
const IDENTITY_DIRECTORY = '/var/run/secrets/kubernetes.io/serviceaccount';

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

/**
 * The native sidecar (an init container that goes on). Its startup probe passes with the first generation, so whatever comes
 * after it finds its files. Written out with the API server's defaults: called again, the webhook has nothing to change.
 */
export function sidecarContainer(
  spec: SidecarSpec,
  runAsUser: number,
  defaults: InjectionDefaults,
): RawObject {
  return {
    name: SIDECAR_NAME,
    image: defaults.image,
    imagePullPolicy: defaults.imagePullPolicy,
    restartPolicy: 'Always',
    env: [
      variable(SIDECAR_SPEC_VARIABLE, documentOf(spec)),
      variable('SALLYPORT_IDENTITY_DIRECTORY', IDENTITY_DIRECTORY),
      podField('SALLYPORT_POD_NAME', 'metadata.name'),
      podField('SALLYPORT_POD_NAMESPACE', 'metadata.namespace'),
      ...Object.entries(defaults.environment).map(([name, value]) => variable(name, value)),
    ],
    startupProbe: probe('/started', 1, 300),
    livenessProbe: probe('/livez', 10, 3),
    resources: {
      requests: { cpu: '5m', memory: '48Mi' },
      limits: { memory: '128Mi' },
    },
    securityContext: securityContext(runAsUser),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: [
      { name: SECRETS_VOLUME, mountPath: spec.directory },
      { name: TOKEN_VOLUME, mountPath: IDENTITY_DIRECTORY, readOnly: true },
    ],
  };
}
