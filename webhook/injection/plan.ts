import { createHash } from 'node:crypto';
import type {
  InjectionRequest,
  RawObject,
  SidecarPosition,
  SidecarSpec,
} from '../../core/api/index.ts';
import { textAt, objectAt } from '../../core/runtime/index.ts';
import { applyOperations } from '../admission/patch.ts';
import { decideAccess } from './access.ts';
import { type ContainerSettings, initContainer, sidecarContainer } from './container.ts';
import { envEntries } from './env.ts';
import { acknowledgeVolume, envVolume, secretsVolume, tokenVolume } from './volume.ts';

/** What the webhook's settings say of every sidecar. */
export interface InjectionDefaults {
  readonly image: string;
  readonly imagePullPolicy: 'Always' | 'IfNotPresent' | 'Never';
  /** Variables besides the sidecar's own. */
  readonly environment: Readonly<Record<string, string>>;
  /** '' is the API server's own. */
  readonly tokenAudience: string;
  /** A controller writes this namespace's native Secrets, so the sidecar must not. */
  readonly controllerServes: boolean;
  /** Can every node run an init container that goes on (Kubernetes 1.29)? Absent: yes. */
  readonly nativeSidecars?: boolean;
}

/** Everything that goes into the Pod. */
export interface InjectionPlan {
  /** Ours among the init containers, where `position` says. */
  readonly initContainers: readonly RawObject[];
  /** Ours among the containers, at the end. */
  readonly containers: readonly RawObject[];
  readonly position: SidecarPosition;
  readonly volumes: readonly RawObject[];
  /** Where the application finds its secrets, one directory an ExternalSecret. */
  readonly mountPath: string;
  /** Names of the containers that see them; none means all. */
  readonly receivers: readonly string[];
  /** Variables of those containers. */
  readonly env: readonly RawObject[];
  /** Those containers say which generation they took. */
  readonly acknowledges: boolean;
  /** The sidecar signals the application's processes. */
  readonly sharesProcesses: boolean;
  /** Value of the status annotation: the contract's version, and a hash that changes when the sidecar would. */
  readonly status: string;
}

/** Where the sidecar itself has the volume; the application's path is the user's to choose. */
const SIDECAR_DIRECTORY = '/var/run/sallyport/secrets';
const HASH_LENGTH = 16;
const VERSION = 1;

type OurContainers = Pick<InjectionPlan, 'initContainers' | 'containers'>;

function documentFor(
  request: InjectionRequest,
  defaults: InjectionDefaults,
  modes: Pick<SidecarSpec, 'fileMode' | 'directoryMode'>,
): SidecarSpec {
  const { files, env, reload, staleness } = request;
  return {
    version: VERSION,
    externalSecrets: request.externalSecrets,
    directory: SIDECAR_DIRECTORY,
    fileMode: modes.fileMode,
    directoryMode: modes.directoryMode,
    layout: files.layout,
    formats: files.formats,
    env:
      env.from === 'file'
        ? env.variables.map(({ name, source, key }) => ({ name, externalSecret: source, key }))
        : [],
    nativeSecret: request.nativeSecret && !defaults.controllerServes ? 'elected' : 'none',
    phase: 'stay',
    staleLimitSeconds: staleness.limitSeconds,
    reload: reload.hooks,
    ...(reload.verify === undefined ? {} : { verify: reload.verify }),
    rollback: reload.rollback,
  };
}

/** Where a sidecar would keep a Pod from ending, the init container alone delivers. */
function pair(
  pod: RawObject,
  spec: SidecarSpec,
  defaults: InjectionDefaults,
  settings: ContainerSettings,
): OurContainers {
  const restartPolicy = textAt(objectAt(pod, 'spec'), 'restartPolicy');
  const ends = restartPolicy === 'Never' || restartPolicy === 'OnFailure';
  return {
    initContainers: [initContainer(spec, defaults, settings)],
    containers: ends ? [] : [sidecarContainer(spec, defaults, settings)],
  };
}

function containersFor(
  pod: RawObject,
  request: InjectionRequest,
  defaults: InjectionDefaults,
): OurContainers & { readonly spec: SidecarSpec } {
  const { position, nativeSidecar, resources } = request.sidecar;
  const receivers = { containers: request.containers, position };
  const access = decideAccess(pod, receivers, request.files.mode);
  const spec = documentFor(request, defaults, access);
  const settings: ContainerSettings = {
    runAsUser: access.runAsUser,
    resources,
    unreadyWhenExpired: request.staleness.action === 'unready',
    isNative: nativeSidecar ?? defaults.nativeSidecars ?? true,
  };
  const ours = settings.isNative
    ? { initContainers: [sidecarContainer(spec, defaults, settings)], containers: [] }
    : pair(pod, spec, defaults, settings);
  return { ...ours, spec };
}

function volumesFor(spec: SidecarSpec, defaults: InjectionDefaults): readonly RawObject[] {
  return [
    secretsVolume(),
    tokenVolume(defaults.tokenAudience),
    ...(spec.env.length > 0 ? [envVolume()] : []),
    ...(spec.verify?.kind === 'file' ? [acknowledgeVolume()] : []),
  ];
}

function statusOf(plan: Omit<InjectionPlan, 'status'>): string {
  const hash = createHash('sha256').update(JSON.stringify(plan)).digest('hex');
  return JSON.stringify({ version: VERSION, hash: hash.slice(0, HASH_LENGTH) });
}

/**
 * What is to be put into this Pod. Pure: the same Pod, request and defaults give the same plan. SPEC_INVALID when the
 * container's patch does not apply.
 */
export function planInjection(
  pod: RawObject,
  request: InjectionRequest,
  defaults: InjectionDefaults,
): InjectionPlan {
  const { spec, initContainers, containers } = containersFor(pod, request, defaults);
  const { patch, position } = request.sidecar;
  const patched = (container: RawObject): RawObject => applyOperations(container, patch);
  const plan = {
    initContainers: initContainers.map(patched),
    containers: containers.map(patched),
    position,
    volumes: volumesFor(spec, defaults),
    mountPath: request.mountPath,
    receivers: request.containers,
    env: envEntries(request.env),
    acknowledges: spec.verify?.kind === 'file',
    sharesProcesses: spec.reload.some(({ kind }) => kind === 'signal'),
  };
  return { ...plan, status: statusOf(plan) };
}
