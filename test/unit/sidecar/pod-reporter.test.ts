import { expect } from 'chai';
import { EVENTS, type KubernetesApi, PODS } from '../../../core/kube/index.ts';
import { createMemoryApi } from '../../../core/kube/memory/index.ts';
import { AppError, createLogger, objectAt, textAt } from '../../../core/runtime/index.ts';
import { createPodReporter, type PodReporter } from '../../../sidecar/pod-reporter.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const signal = new AbortController().signal;
const REF = { namespace: 'default', name: 'app-0' };
const FAILED = new AppError('HOOK_FAILED', 'no process "nginx" is in the Pod');

async function withReporter(
  change: (api: KubernetesApi) => KubernetesApi,
  work: (reporter: PodReporter, api: KubernetesApi, settle: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const clock = createFakeClock();
  const api = createMemoryApi({ clock });
  const pod = { metadata: REF, spec: { containers: [{ name: 'app', image: 'app:1' }] } };
  const created = await api.create(PODS, pod, { fieldManager: 'test' }, signal);
  const uid = textAt(objectAt(created, 'metadata'), 'uid');
  const stop = new AbortController();
  const reporter = createPodReporter({
    api: change(api),
    pod: { ...REF, uid },
    clock,
    log: createLogger({ level: 'error', clock, write: () => undefined }),
  });
  const running = reporter.run(stop.signal);
  await work(reporter, api, async () => clock.settle());
  stop.abort();
  await running;
}

async function conditions(api: KubernetesApi): Promise<unknown> {
  const pod = await api.get(PODS, REF, signal);
  return Object.entries(pod?.['status'] ?? {}).find(([key]) => key === 'conditions')?.[1];
}

describe('createPodReporter', () => {
  it('tells what happened in Events about the Pod', async () => {
    await withReporter(
      (api) => api,
      async (reporter, api, settle) => {
        reporter.tell({ type: 'Warning', reason: 'ReloadFailed', message: 'no' });
        await settle();

        const [event] = await api.list(EVENTS, { namespace: 'default' }, signal);
        expect(event).to.deep.include({ reason: 'ReloadFailed', message: 'no', type: 'Warning' });
        expect(event?.['involvedObject']).to.include({
          kind: 'Pod',
          name: 'app-0',
        });
      },
    );
  });

  it('says in a condition whether the application took the last change', async () => {
    await withReporter(
      (api) => api,
      async (reporter, api, settle) => {
        reporter.reloaded(FAILED);
        await settle();
        expect(await conditions(api)).to.deep.equal([
          {
            type: 'sallyport.dev/Reloaded',
            status: 'False',
            reason: 'ReloadFailed',
            message: FAILED.message,
            lastTransitionTime: '2026-01-01T00:00:00Z',
          },
        ]);

        reporter.reloaded(undefined);
        await settle();
        expect(JSON.stringify(await conditions(api))).to.include('"status":"True"');
      },
    );
  });

  it('leaves the condition once it may not write it, and says the same once', async () => {
    let tries = 0;
    await withReporter(
      (api) => ({
        ...api,
        async patch() {
          tries += 1;
          throw new AppError('KUBE_FORBIDDEN', 'cannot patch pods/status');
        },
      }),
      async (reporter, _api, settle) => {
        reporter.reloaded(FAILED);
        reporter.reloaded(FAILED);
        await settle();
        reporter.reloaded(undefined);
        await settle();

        expect(tries).to.equal(1);
      },
    );
  });
});
