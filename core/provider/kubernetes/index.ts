import { PROVIDER_FACTS } from '../facts.ts';
import { createHttpTransport } from '../http.ts';
import type { SecretProvider } from '../provider.ts';
import { createClusterCaller } from './caller.ts';
import { createKubernetesClient } from './client.ts';
import { clusterConnection } from './connection.ts';

const TIMEOUT_MS = 30_000;
/** A page of 500 Secrets of 1 MiB would be more; the API server itself stops far earlier (etcd's limit is 1.5 MiB each). */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;

/** Backend `kubernetes`: the Secrets of one namespace, of this cluster or another (eso.md 5.11). */
export const kubernetesProvider: SecretProvider<'kubernetes'> = {
  name: 'kubernetes',
  ...PROVIDER_FACTS.kubernetes,
  async connect(spec, context, signal) {
    const connection = await clusterConnection(spec, context, signal);
    const transport = createHttpTransport({
      environment: context.environment,
      ca: connection.ca,
      identity: connection.identity,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
    });
    return createKubernetesClient({
      caller: createClusterCaller(connection, transport, context),
      store: context.store,
      namespace: spec.remoteNamespace,
      disconnect: () => {
        transport.close();
      },
    });
  },
};
