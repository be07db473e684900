import { homedir } from 'node:os';
import { delimiter } from 'node:path';
import { createRestApi, NAMESPACES, SERVICE_ACCOUNTS } from '../../core/kube/index.ts';
import { loadKubeconfig } from '../../core/kube/kubeconfig/index.ts';
import { createLogger, systemClock, systemRandom } from '../../core/runtime/index.ts';
import { describeKubernetesApi } from '../conformance/kube.ts';

const signal = new AbortController().signal;

describeKubernetesApi('the cluster of KUBECONFIG', async () => {
  const connection = await loadKubeconfig({
    path: process.env['KUBECONFIG'],
    context: undefined,
    homeDirectory: homedir(),
    pathSeparator: delimiter,
  });
  const log = createLogger({ level: 'error', clock: systemClock, write: console.error });
  const api = createRestApi({ connection, clock: systemClock, random: systemRandom, log });
  const namespace = `kube-suite-${Date.now().toString(36)}`;
  await api.create(
    NAMESPACES,
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { fieldManager: 'suite' },
    signal,
  );
  while ((await api.get(SERVICE_ACCOUNTS, { namespace, name: 'default' }, signal)) === undefined) {
    await systemClock.sleep(100, signal);
  }
  return {
    api,
    namespace,
    async stop() {
      await api.delete(NAMESPACES, { namespace: '', name: namespace }, {}, signal);
    },
  };
});
