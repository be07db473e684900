import { expect } from 'chai';
import { createAuthority } from '../../../certs/authority.ts';
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

    const publication = await createCaBundlePublisher({
      api,
      configurations: [validating],
      owned: [],
    }).publish('PEM', signal);

    expect(publication).to.deep.equal({ missing: [], written: true });
    expect(await bundlesIn(api)).to.deep.equal([WANTED, WANTED, WANTED]);
  });

  it('writes nothing when all is as it should be', async () => {
    const api = await withConfiguration([WANTED]);
    const refusing = {
      get: api.get.bind(api),
      patch: async (): Promise<never> => Promise.reject(new Error('a needless write')),
    };

    const publication = await createCaBundlePublisher({
      api: refusing,
      configurations: [validating],
      owned: [],
    }).publish('PEM', signal);

    expect(publication).to.deep.equal({ missing: [], written: false });
    expect(await bundlesIn(api)).to.deep.equal([WANTED]);
  });

  it('names the configurations that are not there', async () => {
    const api = await withConfiguration([]);
    const absent = { resource: MUTATING_WEBHOOKS, name: 'sallyport-inject' };

    const { missing } = await createCaBundlePublisher({
      api,
      configurations: [validating, absent],
      owned: [],
    }).publish('PEM', signal);

    expect(missing).to.deep.equal(['MutatingWebhookConfiguration/sallyport-inject']);
  });

  it('is the only field it owns, and whoever else applies the manifest meets no conflict', async () => {
    const api = await withConfiguration([undefined, undefined]);
    await createCaBundlePublisher({ api, configurations: [validating], owned: [] }).publish(
      'PEM',
      signal,
    );
    const ref = { namespace: '', name: 'sallyport-validate' };
    const manifest = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: 'sallyport-validate' },
      webhooks: [{ name: 'w1.sallyport.dev', clientConfig: { url: 'https://y' } }],
    };
    await api.patch(
      VALIDATING_WEBHOOKS,
      ref,
      manifest,
      { type: 'apply', fieldManager: 'argocd-controller', force: true },
      signal,
    );

    const found = await api.get(VALIDATING_WEBHOOKS, ref, signal);
    const managed = (found?.['metadata'] as { managedFields: Record<string, unknown>[] })
      .managedFields;
    const own = managed.find(({ manager }) => manager === 'sallyport-webhook-ca');
    expect(own?.['fieldsV1']).to.deep.equal({
      'f:webhooks': {
        'k:{"name":"w0.sallyport.dev"}': { 'f:clientConfig': { 'f:caBundle': {} }, 'f:name': {} },
        'k:{"name":"w1.sallyport.dev"}': { 'f:clientConfig': { 'f:caBundle': {} }, 'f:name': {} },
      },
    });
    expect(await bundlesIn(api)).to.deep.equal([WANTED, WANTED]);
  });

  it('is not written into an entry that was renamed since it was read', async () => {
    const api = await withConfiguration([undefined]);
    const ref = { namespace: '', name: 'sallyport-validate' };
    const racing = {
      get: api.get.bind(api),
      patch: async (...args: Parameters<MemoryApi['patch']>) => {
        const found = (await api.get(VALIDATING_WEBHOOKS, ref, signal)) ?? {};
        await api.replace(
          VALIDATING_WEBHOOKS,
          {
            ...found,
            webhooks: [{ name: 'renamed.sallyport.dev', clientConfig: { url: 'https://x' } }],
          },
          { fieldManager: 'test' },
          signal,
        );
        return api.patch(...args);
      },
    };
    const publisher = createCaBundlePublisher({
      api: racing,
      configurations: [validating],
      owned: [],
    });

    const fault = await publisher.publish('PEM', signal).catch((error: unknown) => error);

    expect(fault).to.have.property('code', 'KUBE_CONFLICT');
    expect(await bundlesIn(api)).to.deep.equal([undefined]);
  });

  it('is read back as the certificates it holds, whatever else is there', async () => {
    const { certificatePem } = await createAuthority('ca', new Date());
    const bundle = Buffer.from(`# ours\n${certificatePem}`).toString('base64');
    const api = await withConfiguration([bundle, bundle, WANTED, undefined]);

    const publisher = createCaBundlePublisher({ api, configurations: [validating], owned: [] });

    expect(await publisher.published(signal)).to.deep.equal([certificatePem]);
  });
});

describe('entries that a process owns', () => {
  const entry = {
    name: 'pods.sallyport.dev',
    clientConfig: { service: { namespace: 'a', name: 'b', port: 443, path: '/c' } },
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
  };

  it('are written whole, with the bundle, and taken out again', async () => {
    const api = await withConfiguration([]);
    let entries: readonly (typeof entry)[] | undefined = [
      entry,
      { ...entry, name: 'w2.sallyport.dev' },
    ];
    const owned = [{ configuration: validating, entries: () => entries }];
    const publisher = createCaBundlePublisher({ api, configurations: [], owned });

    const first = await publisher.publish('PEM', signal);
    const both = await bundlesIn(api);
    const again = await publisher.publish('PEM', signal);
    entries = undefined;
    const unknown = await publisher.publish('OTHER', signal);
    entries = [];
    await publisher.publish('PEM', signal);

    expect(first).to.deep.equal({ missing: [], written: true });
    expect(both).to.deep.equal([WANTED, WANTED]);
    expect(again).to.deep.equal({ missing: [], written: false });
    expect(unknown).to.deep.equal({ missing: [], written: false });
    expect(await bundlesIn(api)).to.deep.equal([]);
  });

  it('need no configuration while there are none, and are missed when there are', async () => {
    const api = createMemoryApi({ clock: createFakeClock() });
    let entries: readonly (typeof entry)[] = [];
    const owned = [{ configuration: validating, entries: () => entries }];
    const publisher = createCaBundlePublisher({ api, configurations: [], owned });

    const none = await publisher.publish('PEM', signal);
    entries = [entry];
    const one = await publisher.publish('PEM', signal);

    expect(none.missing).to.deep.equal([]);
    expect(one.missing).to.deep.equal(['ValidatingWebhookConfiguration/sallyport-validate']);
  });
});
