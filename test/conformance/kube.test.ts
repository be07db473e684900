import { NAMESPACES } from '../../core/kube/index.ts';
import { createMemoryApi } from '../../core/kube/memory/index.ts';
import { systemClock } from '../../core/runtime/index.ts';
import { describeKubernetesApi } from './kube.ts';

describeKubernetesApi('in memory', async () => {
  const api = createMemoryApi({ clock: systemClock });
  const namespace = 'suite';
  await api.create(
    NAMESPACES,
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { fieldManager: 'suite' },
    new AbortController().signal,
  );
  return { api, namespace, stop: async () => {} };
});
