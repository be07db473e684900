import { createHash } from 'node:crypto';
import type { InjectionRequest, RawObject, SidecarSpec } from '../../core/api/index.ts';
import { decideAccess } from './access.ts';
import { sidecarContainer } from './container.ts';
import { secretsVolume, tokenVolume } from './volume.ts';

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
}

/** Everything that goes into the Pod. */
export interface InjectionPlan {
  readonly container: RawObject;
  readonly volumes: readonly RawObject[];
  /** Where the application finds its secrets, one directory an ExternalSecret. */
  readonly mountPath: string;
  /** Names of the containers that see them; none means all. */
  readonly containers: readonly string[];
  /** Value of the status annotation: the contract's version, and a hash that changes when the sidecar would. */
  readonly status: string;
}

/** Where the sidecar itself has the volume; the application's path is the user's to choose. */
const SIDECAR_DIRECTORY = '/var/run/sallyport/secrets';
const HASH_LENGTH = 16;

/** What is to be put into this Pod. Pure: the same Pod, request and defaults give the same plan. */
export function planInjection(
  pod: RawObject,
  request: InjectionRequest,
  defaults: InjectionDefaults,
): InjectionPlan {
  const access = decideAccess(pod, request.containers);
  const spec: SidecarSpec = {
    version: 1,
    externalSecrets: request.externalSecrets,
    directory: SIDECAR_DIRECTORY,
    fileMode: access.fileMode,
    directoryMode: access.directoryMode,
    nativeSecret: request.nativeSecret && !defaults.controllerServes ? 'elected' : 'none',
    reload: request.reload,
  };
  const container = sidecarContainer(spec, access.runAsUser, defaults);
  const volumes = [secretsVolume(), tokenVolume(defaults.tokenAudience)];
  const { mountPath, containers } = request;
  const hash = createHash('sha256').update(
    JSON.stringify({ container, volumes, mountPath, containers }),
  );
  return {
    container,
    volumes,
    mountPath,
    containers,
    status: JSON.stringify({
      version: spec.version,
      hash: hash.digest('hex').slice(0, HASH_LENGTH),
    }),
  };
}
