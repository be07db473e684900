import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { type RawObject, SIDECAR_SPEC_VARIABLE } from '../../core/api/index.ts';
import type { KubernetesApi } from '../../core/kube/index.ts';
import type { BackendEnvironment, ProcessIdentity } from '../../core/provider/index.ts';
import {
  AppError,
  type Clock,
  isObject,
  type Logger,
  objectAt,
  objectsAt,
  type Random,
  textAt,
} from '../../core/runtime/index.ts';
import { parseSidecarConfig, type Sidecar } from '../../sidecar/index.ts';
import type { Parts } from './parts.ts';
import { type Waiting, waitFor } from './tour.ts';

export interface PodDeps {
  readonly parts: Parts;
  readonly api: KubernetesApi;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** Where the Pod's in-memory volume is on this machine. */
  readonly directory: string;
  /** The port on this machine behind the application's port of the Pod. */
  readonly applicationPort: () => number;
  readonly identity: ProcessIdentity;
  readonly backendEnvironment: BackendEnvironment;
}

/** The sidecar of an injected Pod, running. */
export interface RunningSidecar {
  readonly sidecar: Sidecar;
  /** An ExternalSecret's directory on this machine. */
  directoryOf(externalSecret: string): string;
  stop(): Promise<void>;
}

/** The application is no process of its own here, so there is none to signal. */
const NO_PROCESSES = { list: async () => Promise.resolve([]), kill: () => undefined };

/** What the kubelet resolves of the downward API. */
function fieldOf(pod: RawObject, path: string): string {
  const metadata = objectAt(pod, 'metadata');
  return path.startsWith('metadata.') ? textAt(metadata, path.slice('metadata.'.length)) : '';
}

function environmentOf(pod: RawObject, container: RawObject): Record<string, string> {
  return Object.fromEntries(
    objectsAt(container, 'env').map((variable) => {
      const field = objectAt(objectAt(variable, 'valueFrom'), 'fieldRef');
      const value = isObject(variable['valueFrom'])
        ? fieldOf(pod, textAt(field, 'fieldPath'))
        : textAt(variable, 'value');
      return [textAt(variable, 'name'), value];
    }),
  );
}

/** The Pod's volume and its loopback are this machine's temporary directory and a free port. */
function onThisMachine(spec: string, deps: PodDeps): string {
  const document: unknown = JSON.parse(spec);
  const object = isObject(document) ? document : {};
  const reload = objectsAt(object, 'reload').map((hook) => {
    if (hook['kind'] !== 'http') {
      return hook;
    }
    const url = new URL(textAt(hook, 'url'));
    url.port = String(deps.applicationPort());
    return { ...hook, url: url.href };
  });
  return JSON.stringify({ ...object, directory: deps.directory, reload });
}

/** Does what a kubelet does with the injected init container: starts it and waits for its startup probe. */
export async function startSidecar(pod: RawObject, deps: PodDeps): Promise<RunningSidecar> {
  const container = objectsAt(objectAt(pod, 'spec'), 'initContainers').find(
    (candidate) => textAt(candidate, 'name') === 'sallyport',
  );
  if (container === undefined) {
    throw new AppError('SPEC_INVALID', 'the Pod was admitted without a sidecar');
  }
  const environment = environmentOf(pod, container);
  const config = parseSidecarConfig({
    ...environment,
    [SIDECAR_SPEC_VARIABLE]: onThisMachine(environment[SIDECAR_SPEC_VARIABLE] ?? '{}', deps),
    SALLYPORT_PROBE_HOST: '127.0.0.1',
    SALLYPORT_PROBE_PORT: '0',
  });
  if (!config.ok) {
    const problems = config.findings.map(({ path, message }) => `${path}: ${message}`).join('; ');
    throw new AppError(
      'CONFIG_INVALID',
      `the injected sidecar does not understand its settings: ${problems}`,
    );
  }
  const sidecar = deps.parts.composeSidecar(config.value, {
    ...deps,
    fs,
    processes: NO_PROCESSES,
    onBroken(error) {
      deps.log.error('the sidecar broke', { cause: error.message });
    },
  });
  await sidecar.lifecycle.start();
  return {
    sidecar,
    directoryOf: (externalSecret) => join(deps.directory, externalSecret),
    stop: async () => sidecar.lifecycle.stop(),
  };
}

/** Waits for the startup probe, as the kubelet does before it starts the application. */
export async function waitUntilStarted(
  { sidecar }: RunningSidecar,
  waiting: Waiting,
): Promise<void> {
  let reason = '';
  await waitFor(
    'the Pod to start',
    async () => {
      const url = `http://127.0.0.1:${sidecar.probePort()}/started`;
      const answer = await fetch(url, { signal: waiting.deps.signal });
      reason = answer.ok ? '' : `: ${(await answer.text()).trim()}`;
      return answer.ok ? true : undefined;
    },
    waiting,
    () => reason,
  );
}
