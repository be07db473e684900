import { expect } from 'chai';
import { createSecretAuthoritySource, type AuthoritySource } from '../../../certs/secret-source.ts';
import type { MemoryApi } from '../../../core/kube/memory/api.ts';
import { createMemoryApi } from '../../../core/kube/memory/index.ts';
import { NAMESPACES, SECRETS } from '../../../core/kube/index.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';

const DAY_MS = 86_400_000;
const NAMESPACE = 'sallyport-system';
const SECRET = { namespace: NAMESPACE, name: 'sallyport-webhook-ca' };
const OPTIONS = { fieldManager: 'test' };
const signal = new AbortController().signal;

interface Stage {
  readonly api: MemoryApi;
  readonly clock: FakeClock;
  readonly source: () => AuthoritySource;
}

async function setUp(): Promise<Stage> {
  const clock = createFakeClock(new Date());
  const api = createMemoryApi({ clock });
  await api.create(
    NAMESPACES,
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    OPTIONS,
    signal,
  );
  return {
    api,
    clock,
    source: () => createSecretAuthoritySource({ api, secret: SECRET, clock, random: () => 0.5 }),
  };
}

async function storedData(api: MemoryApi): Promise<Record<string, unknown>> {
  const secret = await api.get(SECRETS, SECRET, signal);
  return (secret?.['data'] ?? {}) as Record<string, unknown>;
}

async function createSecret(api: MemoryApi, data: Record<string, string>): Promise<void> {
  const metadata = { ...SECRET, labels: { team: 'platform' } };
  await api.create(SECRETS, { apiVersion: 'v1', kind: 'Secret', metadata, data }, OPTIONS, signal);
}

describe('secret authority source', () => {
  it('makes the Secret where there is none, with certificate and key', async () => {
    const { api, source } = await setUp();

    const authority = await source().current(signal);

    const data = await storedData(api);
    expect(Object.keys(data).sort()).to.deep.equal(['ca.crt', 'ca.key']);
    expect(Buffer.from(String(data['ca.crt']), 'base64').toString()).to.equal(
      authority.certificatePem,
    );
  });

  it('adopts what another replica made', async () => {
    const { source } = await setUp();
    const first = await source().current(signal);

    const second = await source().current(signal);

    expect(second.certificatePem).to.equal(first.certificatePem);
  });

  it('fills a Secret that was installed empty and leaves its labels alone', async () => {
    const { api, source } = await setUp();
    await createSecret(api, {});

    await source().current(signal);

    const secret = await api.get(SECRETS, SECRET, signal);
    expect(secret).to.have.nested.property('metadata.labels.team', 'platform');
    expect(Object.keys(await storedData(api))).to.deep.equal(['ca.crt', 'ca.key']);
  });

  it('replaces what is no authority, keeping foreign keys', async () => {
    const { api, source } = await setUp();
    await createSecret(api, {
      'ca.crt': Buffer.from('nonsense').toString('base64'),
      note: Buffer.from('kept').toString('base64'),
    });

    const authority = await source().current(signal);

    expect(authority.facts.isAuthority).to.equal(true);
    expect(await storedData(api)).to.have.property('note', Buffer.from('kept').toString('base64'));
  });

  it('renews after two thirds of the life, with the same key', async () => {
    const { clock, source } = await setUp();
    const first = await source().current(signal);
    await clock.advance(240 * DAY_MS);
    const before = await source().current(signal);
    await clock.advance(10 * DAY_MS);

    const renewed = await source().current(signal);

    expect(before.certificatePem).to.equal(first.certificatePem);
    expect(renewed.facts.commonName).to.equal(first.facts.commonName);
    expect(renewed.privateKey.equals(first.privateKey)).to.equal(true);
    expect(renewed.facts.notAfter.getTime()).to.be.greaterThan(first.facts.notAfter.getTime());
  });

  it('puts back what was in force when the Secret is deleted, and adopts another that is stored', async () => {
    const { api, source } = await setUp();
    const held = source();
    const first = await held.current(signal);
    await api.delete(SECRETS, SECRET, {}, signal);

    const afterDeletion = await held.current(signal);
    const adopted = await source().current(signal);
    await api.delete(SECRETS, SECRET, {}, signal);
    const made = await source().current(signal);
    const afterReplacement = await held.current(signal);

    expect(afterDeletion.certificatePem).to.equal(first.certificatePem);
    expect(adopted.certificatePem).to.equal(first.certificatePem);
    expect(made.certificatePem).not.to.equal(first.certificatePem);
    expect(afterReplacement.certificatePem).to.equal(made.certificatePem);
  });

  it('replaces one that has run out', async () => {
    const { clock, source } = await setUp();
    const first = await source().current(signal);
    await clock.advance(400 * DAY_MS);

    const next = await source().current(signal);

    expect(next.privateKey.equals(first.privateKey)).to.equal(false);
    expect(next.facts.commonName).not.to.equal(first.facts.commonName);
  });

  it('lets five racing replicas agree on one authority', async () => {
    const { clock, source } = await setUp();

    const racing = Promise.all(Array.from({ length: 5 }, async () => source().current(signal)));
    const ticking = setInterval(() => void clock.advance(1000), 5);
    const authorities = await racing.finally(() => {
      clearInterval(ticking);
    });

    expect(new Set(authorities.map((each) => each.certificatePem))).to.have.property('size', 1);
  });
});
