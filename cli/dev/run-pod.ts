import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type RawObject, SIDECAR_SPEC_VARIABLE } from '../../core/api/index.ts';
import { EXTERNAL_SECRETS } from '../../core/kube/index.ts';
import {
  AppError,
  isObject,
  objectAt,
  objectsAt,
  systemRandom,
  textAt,
} from '../../core/runtime/index.ts';
import { backendEnvironment } from '../../core/provider/index.ts';
import { type Application, createApplication } from './application.ts';
import { startSidecar, waitUntilStarted } from './pod.ts';
import type { QuickStart } from './quick-start.ts';
import { describeFiles, describeNativeSecret, readyReason, waitFor } from './tour.ts';

/** A Pod of the quick start: its sidecar and its application. */
export interface RunningPod {
  readonly name: string;
  readonly namespace: string;
  readonly externalSecrets: readonly string[];
  readonly application: Application;
  /** An ExternalSecret's directory on this machine, and as the Pod's containers see it. */
  directoryOf(externalSecret: string): string;
  mountOf(externalSecret: string): string;
  stop(): Promise<void>;
}

/** Where the application's containers see the volume. */
function mountOf(pod: RawObject): string {
  const mount = objectsAt(objectAt(pod, 'spec'), 'containers')
    .flatMap((container) => objectsAt(container, 'volumeMounts'))
    .find((candidate) => textAt(candidate, 'name') === 'sallyport-secrets');
  return textAt(mount ?? {}, 'mountPath');
}

function specOf(pod: RawObject): { readonly names: readonly string[]; readonly mount: string } {
  const variable = objectsAt(objectAt(pod, 'spec'), 'initContainers')
    .flatMap((container) => objectsAt(container, 'env'))
    .find((candidate) => textAt(candidate, 'name') === SIDECAR_SPEC_VARIABLE);
  const document: unknown = JSON.parse(textAt(variable ?? {}, 'value') || '{}');
  const spec = isObject(document) ? document : {};
  const names = spec['externalSecrets'];
  return {
    names: Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [],
    mount: mountOf(pod),
  };
}

async function showDelivered(quickStart: QuickStart, pod: RunningPod): Promise<void> {
  const { report, cluster, deps } = quickStart;
  report.line(
    `Pod ${pod.namespace}/${pod.name}: the sidecar's startup probe passed, the application starts`,
  );
  for (const name of pod.externalSecrets) {
    for (const line of await describeFiles(pod.directoryOf(name), pod.mountOf(name))) {
      report.line(`  ${line}`);
    }
    const ref = { namespace: pod.namespace, name };
    const status = await waitFor(
      `ExternalSecret ${name} to have a status`,
      async () => readyReason(cluster.api, EXTERNAL_SECRETS, ref, deps.signal),
      quickStart,
    );
    if (!status.ready) {
      throw new AppError('SINK_FAILED', `ExternalSecret ${name} is not Ready: ${status.text}`);
    }
    report.line(`ExternalSecret ${pod.namespace}/${name}: Ready, ${status.text}`);
    report.line(
      await waitFor(
        `the native Secret ${name}`,
        async () => describeNativeSecret(cluster.api, ref, deps.signal),
        quickStart,
      ),
    );
  }
}

/** Runs a stored Pod as a kubelet would: sidecar first, the application once the startup probe passes. */
export async function runPod(quickStart: QuickStart, pod: RawObject): Promise<RunningPod> {
  const { backend, cluster, deps, log, directory, parts } = quickStart;
  const metadata = objectAt(pod, 'metadata');
  const name = textAt(metadata, 'name');
  const spec = specOf(pod);
  const [first = ''] = spec.names;
  const namespace = textAt(metadata, 'namespace');
  const volume = join(directory, namespace, name);
  await mkdir(volume, { recursive: true });
  const application = await createApplication(join(volume, first));
  const sidecar = await startSidecar(pod, {
    parts,
    api: cluster.api,
    clock: deps.clock,
    random: systemRandom,
    log,
    directory: volume,
    applicationPort: () => application.port,
    identity: backend.sidecarIdentity,
    backendEnvironment: backendEnvironment(deps.environment),
  });
  const running: RunningPod = {
    name,
    namespace,
    externalSecrets: spec.names,
    application,
    directoryOf: (externalSecret) => sidecar.directoryOf(externalSecret),
    mountOf: (externalSecret) => `${spec.mount}/${externalSecret}`,
    async stop() {
      await sidecar.stop();
      await application.stop();
    },
  };
  try {
    await waitUntilStarted(sidecar, quickStart);
    await application.start();
    await showDelivered(quickStart, running);
  } catch (error) {
    await running.stop();
    throw error;
  }
  return running;
}
