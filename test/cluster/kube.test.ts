import { homedir } from 'node:os';
import { delimiter } from 'node:path';
import {
  createRestApi,
  type KubernetesApi,
  NAMESPACES,
  type Resource,
  SERVICE_ACCOUNTS,
} from '../../core/kube/index.ts';
import { loadKubeconfig } from '../../core/kube/kubeconfig/index.ts';
import { createLogger, systemClock, systemRandom } from '../../core/runtime/index.ts';
import { describeKubernetesApi, WIDGETS } from '../conformance/kube.ts';

const CRDS: Resource = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
  namespaced: false,
};
const CRD_NAME = `${WIDGETS.plural}.${WIDGETS.group}`;
const OPEN = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const CRD = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: CRD_NAME },
  spec: {
    group: WIDGETS.group,
    scope: 'Namespaced',
    names: { kind: WIDGETS.kind, plural: WIDGETS.plural, singular: 'widget' },
    versions: [
      {
        name: WIDGETS.version,
        served: true,
        storage: true,
        subresources: { status: {} },
        selectableFields: [{ jsonPath: '.spec.colour' }],
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: { ...OPEN, properties: { colour: { type: 'string' } } },
              status: OPEN,
            },
          },
        },
      },
    ],
  },
};

async function untilListed(api: KubernetesApi): Promise<void> {
  for (;;) {
    try {
      await api.list(WIDGETS, { fieldSelector: 'spec.colour=none' }, signal);
      return;
    } catch {
      await systemClock.sleep(100, signal);
    }
  }
}

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
  const apply = { fieldManager: 'suite', type: 'apply', force: true } as const;
  await api.patch(CRDS, { namespace: '', name: CRD_NAME }, CRD, apply, signal);
  await untilListed(api);
  return {
    api,
    namespace,
    async stop() {
      await api.delete(CRDS, { namespace: '', name: CRD_NAME }, {}, signal);
      await api.delete(NAMESPACES, { namespace: '', name: namespace }, {}, signal);
    },
  };
});
