import { expect } from 'chai';
import { createCaBundlePublisher } from '../../../certs/ca-bundle.ts';
import { MUTATING_WEBHOOKS, VALIDATING_WEBHOOKS } from '../../../core/kube/index.ts';
import type { MemoryApi } from '../../../core/kube/memory/api.ts';
import { createMemoryApi } from '../../../core/kube/memory/index.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const signal = new AbortController().signal;
const WANTED = Buffer.from('PEM').toString('base64');

async function withConfiguration(bundles: readonly (string | undefined)[]): Promise<MemoryApi> {
  const api = createMemoryApi({ clock: createFakeClock() });
  const webhooks = bundles.map((caBundle, index) => ({
    name: `w${index}.sallyport.dev`,
    clientConfig: { url: 'https://x', ...(caBundle === undefined ? {} : { caBundle }) },
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
  }));
  await api.create(
    VALIDATING_WEBHOOKS,
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: 'sallyport-validate' },
      webhooks,
    },
    { fieldManager: 'test' },
    signal,
  );
  return api;
}

async function bundlesIn(api: MemoryApi): Promise<readonly unknown[]> {
  const ref = { namespace: '', name: 'sallyport-validate' };
  const { webhooks = [] } = ((await api.get(VALIDATING_WEBHOOKS, ref, signal)) ?? {}) as {
    webhooks?: { clientConfig: { caBundle?: string } }[];
  };
  return webhooks.map((webhook) => webhook.clientConfig.caBundle);
}

const validating = { resource: VALIDATING_WEBHOOKS, name: 'sallyport-validate' };

describe('CA bundle', () => {
  it('is written into every webhook that has none or another', async () => {
    const api = await withConfiguration([undefined, WANTED, 'b3RoZXI=']);

    const missing = await createCaBundlePublisher({ api, configurations: [validating] }).publish(
      'PEM',
      signal,
    );

    expect(missing).to.deep.equal([]);
    expect(await bundlesIn(api)).to.deep.equal([WANTED, WANTED, WANTED]);
  });

  it('writes nothing when all is as it should be', async () => {
    const api = await withConfiguration([WANTED]);
    const refusing = {
      get: api.get.bind(api),
      patch: async (): Promise<never> => Promise.reject(new Error('a needless write')),
    };

    await createCaBundlePublisher({ api: refusing, configurations: [validating] }).publish(
      'PEM',
      signal,
    );

    expect(await bundlesIn(api)).to.deep.equal([WANTED]);
  });

  it('names the configurations that are not there', async () => {
    const api = await withConfiguration([]);
    const absent = { resource: MUTATING_WEBHOOKS, name: 'sallyport-inject' };

    const missing = await createCaBundlePublisher({
      api,
      configurations: [validating, absent],
    }).publish('PEM', signal);

    expect(missing).to.deep.equal(['MutatingWebhookConfiguration/sallyport-inject']);
  });

  it('does not write into an entry that moved between reading and writing', async () => {
    const api = await withConfiguration([undefined, undefined]);
    const stale = {
      patch: api.patch.bind(api),
      get: async () => {
        const ref = { namespace: '', name: 'sallyport-validate' };
        const found = await api.get(VALIDATING_WEBHOOKS, ref, signal);
        const webhooks = (found?.['webhooks'] ?? []) as unknown[];
        return { ...found, webhooks: webhooks.toReversed() };
      },
    };
    const publisher = createCaBundlePublisher({ api: stale, configurations: [validating] });

    const fault = await publisher.publish('PEM', signal).catch((error: unknown) => error);

    expect(fault).to.have.property('code', 'KUBE_INVALID');
    expect(await bundlesIn(api)).to.deep.equal([undefined, undefined]);
  });
});
