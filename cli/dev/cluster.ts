import type { RawObject } from '../../core/api/index.ts';
import { type KubernetesApi, NAMESPACES } from '../../core/kube/index.ts';
import { createMemoryApi } from '../../core/kube/memory/index.ts';
import {
  AppError,
  type Clock,
  type Lifecycle,
  type Logger,
  type Random,
  toAppError,
} from '../../core/runtime/index.ts';
import { type ControllerConfig, parseControllerConfig } from '../../controller/index.ts';
import type { BackendEnvironment } from '../../core/provider/index.ts';
import { createStoreConnector } from '../../core/sync/index.ts';
import { parseWebhookConfig, type WebhookConfig } from '../../webhook/index.ts';
import { createAdmissionPlugin } from './admission.ts';
import { applyManifest } from './apply.ts';
import type { Parts } from './parts.ts';
import { schemaOf } from './schemas.ts';

export interface DevClusterDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly backendEnvironment: BackendEnvironment;
  /** The registration that a cluster installs: deploy/base/webhook-configurations.yaml. */
  readonly registrations: readonly RawObject[];
  readonly parts: Parts;
  /** What kubectl would print before its verdict. */
  readonly onWarning: (warning: string) => void;
}

/** An API server in memory with the real webhook in front of it and the real controller behind it. */
export interface DevCluster {
  readonly api: KubernetesApi;
  readonly webhookPort: number;
  stop(): Promise<void>;
}

const NAMESPACE = 'sallyport-system';
/** The quick start has no Roles: administrators and ServiceAccounts may do everything. */
const RIGHTFUL: readonly string[] = ['system:masters', 'system:serviceaccounts'];

function problemsOf(
  findings: readonly { readonly path: string; readonly message: string }[],
): AppError {
  const problems = findings.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return new AppError('CONFIG_INVALID', problems);
}

function webhookConfig(): WebhookConfig {
  const parsed = parseWebhookConfig({
    SALLYPORT_LISTEN_HOST: '127.0.0.1',
    SALLYPORT_LISTEN_PORT: '0',
    SALLYPORT_DRAIN: '0s',
    SALLYPORT_SIDECAR_IMAGE: 'localhost/sallyport-sync:1',
    SALLYPORT_CONTROLLER_NAMESPACES: '*',
  });
  if (!parsed.ok) {
    throw problemsOf(parsed.findings);
  }
  return parsed.value;
}

function controllerConfig(): ControllerConfig {
  const parsed = parseControllerConfig({
    SALLYPORT_PROBE_HOST: '127.0.0.1',
    SALLYPORT_PROBE_PORT: '0',
  });
  if (!parsed.ok) {
    throw problemsOf(parsed.findings);
  }
  return parsed.value;
}

async function register(
  api: KubernetesApi,
  objects: readonly RawObject[],
  signal: AbortSignal,
): Promise<void> {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } };
  await api.create(NAMESPACES, namespace, { fieldManager: 'kubectl' }, signal);
  for (const object of objects) {
    const applied = await applyManifest(api, 'deploy/base', object, signal);
    if (applied.kind !== 'stored') {
      throw new AppError('INTERNAL', `the webhook could not be registered: ${applied.line}`);
    }
  }
}

/** Starts all of it. What has started is stopped again when a later part fails. */
export async function startDevCluster(
  deps: DevClusterDeps,
  signal: AbortSignal,
): Promise<DevCluster> {
  const admission = createAdmissionPlugin(deps.onWarning);
  const api = createMemoryApi({
    ...deps,
    admission: admission.admission,
    schemas: schemaOf,
    authorize: ({ groups }) => RIGHTFUL.some((group) => groups.includes(group)),
  });
  await register(api, deps.registrations, signal);

  const webhook = deps.parts.composeWebhook(webhookConfig(), { ...deps, api });
  const controller = deps.parts.composeController(controllerConfig(), {
    ...deps,
    api,
    connect: createStoreConnector,
    readToken: async () => 'quick-start',
    onBroken(error) {
      deps.log.error('the controller broke', { cause: toAppError(error).message });
    },
  });
  const running: Lifecycle[] = [];
  async function stop(): Promise<void> {
    for (const lifecycle of running.toReversed()) {
      await lifecycle.stop();
    }
  }
  try {
    for (const { lifecycle } of [webhook, controller]) {
      running.push(lifecycle);
      await lifecycle.start();
    }
  } catch (error) {
    await stop();
    throw error;
  }
  admission.connect(api, webhook.port());
  return { api, webhookPort: webhook.port(), stop };
}
