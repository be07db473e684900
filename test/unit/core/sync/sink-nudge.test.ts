import { expect } from 'chai';
import { parseExternalSecret } from '../../../../core/api/index.ts';
import { type KubernetesApi, PODS } from '../../../../core/kube/index.ts';
import { createMemoryApi } from '../../../../core/kube/memory/index.ts';
import { AppError, createLogger, objectAt } from '../../../../core/runtime/index.ts';
import { nudgingKubelet, type WriteOutcome } from '../../../../core/sync/index.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

const signal = new AbortController().signal;
const SECRET = {
  namespace: 'default',
  name: 'database',
  type: '',
  data: new Map(),
  labels: {},
  annotations: {},
  finalizers: [],
  digest: '',
  missing: [],
};
const VOLUMES = {
  mounted: [{ name: 'a', secret: { secretName: 'database' } }],
  projected: [{ name: 'a', projected: { sources: [{ secret: { name: 'database' } }] } }],
  other: [{ name: 'a', secret: { secretName: 'cache' } }],
};

interface Case {
  readonly outcome?: WriteOutcome['kind'];
  readonly binding?: string;
  readonly change?: (api: KubernetesApi) => KubernetesApi;
}

/** Names of the Pods that were nudged. */
async function nudged({
  outcome = 'written',
  binding = 'database',
  change = (api) => api,
}: Case): Promise<readonly string[]> {
  const clock = createFakeClock();
  const api = createMemoryApi({ clock });
  for (const [name, volumes] of Object.entries(VOLUMES)) {
    const spec = { containers: [{ name: 'app', image: 'app' }], volumes };
    const pod = { metadata: { name, namespace: 'default' }, spec };
    await api.create(PODS, pod, { fieldManager: 'test' }, signal);
  }
  const parsed = parseExternalSecret({
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: 'database', namespace: 'default' },
    spec: { secretStoreRef: { name: 'vault' }, dataFrom: [{ extract: { key: 'a' } }] },
    status: { binding: { name: binding } },
  });
  if (!parsed.ok) {
    throw new Error(JSON.stringify(parsed.findings));
  }
  const sink = nudgingKubelet(
    { name: 'native', write: async () => ({ kind: outcome }), remove: async () => undefined },
    {
      api: change(api),
      clock,
      log: createLogger({ level: 'error', clock, write: () => undefined }),
    },
  );

  expect(await sink.write(parsed.value, SECRET, signal)).to.deep.equal({ kind: outcome });

  const pods = await api.list(PODS, { namespace: 'default' }, signal);
  return pods
    .map((pod) => objectAt(pod, 'metadata'))
    .filter((metadata) => 'sallyport.dev/nudged-at' in objectAt(metadata, 'annotations'))
    .map(({ name }) => String(name));
}

describe('nudgingKubelet', () => {
  it('patches each Pod that mounts a Secret that changed, and no other', async () => {
    expect(await nudged({})).to.have.members(['mounted', 'projected']);
  });

  it('leaves Pods alone where nothing was written, or the Secret is new', async () => {
    expect(await nudged({ outcome: 'unchanged' })).to.deep.equal([]);
    expect(await nudged({ binding: '' })).to.deep.equal([]);
  });

  it('is no fault where Pods may not be listed', async () => {
    const refused = await nudged({
      change: (api) => ({
        ...api,
        list: async () => Promise.reject(new AppError('KUBE_FORBIDDEN', 'cannot list pods')),
      }),
    });

    expect(refused).to.deep.equal([]);
  });
});
