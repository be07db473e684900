import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { bundleOf } from '../../../certs/authority-set.ts';
import { createSecretAuthoritySource, type AuthoritySource } from '../../../certs/secret-source.ts';
import type { RawObject } from '../../../core/api/index.ts';
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
  /** What the registrations hold. */
  trusted: readonly string[];
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
  const stage: Stage = {
    api,
    clock,
    trusted: [],
    source: () =>
      createSecretAuthoritySource({
        api,
        secret: SECRET,
        trusted: async () => stage.trusted,
        clock,
        random: () => 0.5,
      }),
  };
  return stage;
}

async function storedData(api: MemoryApi): Promise<Record<string, unknown>> {
  const secret = await api.get(SECRETS, SECRET, signal);
  return (secret?.['data'] ?? {}) as Record<string, unknown>;
}

async function createSecret(api: MemoryApi, data: Record<string, string>): Promise<void> {
  const metadata = { ...SECRET, labels: { team: 'platform' } };
  await api.create(SECRETS, { apiVersion: 'v1', kind: 'Secret', metadata, data }, OPTIONS, signal);
}

function storedIn(secret: RawObject): Record<string, unknown> {
  return (secret['data'] ?? {}) as Record<string, unknown>;
}

function encoded(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, Buffer.from(text).toString('base64')]),
  );
}

async function change(api: MemoryApi, to: (secret: RawObject) => RawObject): Promise<void> {
  const secret = (await api.get(SECRETS, SECRET, signal)) ?? {};
  await api.replace(SECRETS, to(secret), OPTIONS, signal);
}

async function annotate(api: MemoryApi, annotations: Record<string, string>): Promise<void> {
  const options = { ...OPTIONS, type: 'merge' } as const;
  await api.patch(SECRETS, SECRET, { metadata: { annotations } }, options, signal);
}

function isValidNow(certificatePem: string): boolean {
  const { validFromDate, validToDate } = new X509Certificate(certificatePem);
  const now = new Date();
  return validFromDate <= now && validToDate > now;
}

describe('secret authority source', () => {
  it('makes the Secret where there is none, with certificate and key', async () => {
    const { api, source } = await setUp();

    const { signer: authority } = await source().current(signal);

    const data = await storedData(api);
    expect(Object.keys(data).sort()).to.deep.equal(['ca.crt', 'ca.key', 'meta.json']);
    expect(Buffer.from(String(data['ca.crt']), 'base64').toString()).to.equal(
      authority.certificatePem,
    );
  });

  it('adopts what another replica made', async () => {
    const { source } = await setUp();
    const { signer: first } = await source().current(signal);

    const { signer: second } = await source().current(signal);

    expect(second.certificatePem).to.equal(first.certificatePem);
  });

  it('fills a Secret that was installed empty and leaves its labels alone', async () => {
    const { api, source } = await setUp();
    await createSecret(api, {});

    await source().current(signal);

    const secret = await api.get(SECRETS, SECRET, signal);
    expect(secret).to.have.nested.property('metadata.labels.team', 'platform');
    expect(Object.keys(await storedData(api))).to.deep.equal(['ca.crt', 'ca.key', 'meta.json']);
  });

  it('replaces what is no authority, keeping foreign keys', async () => {
    const { api, source } = await setUp();
    await createSecret(api, {
      'ca.crt': Buffer.from('nonsense').toString('base64'),
      note: Buffer.from('kept').toString('base64'),
    });

    const { signer: authority } = await source().current(signal);

    expect(authority.facts.isAuthority).to.equal(true);
    expect(await storedData(api)).to.have.property('note', Buffer.from('kept').toString('base64'));
  });

  it('renews after two thirds of the life, with the same key', async () => {
    const { clock, source } = await setUp();
    const { signer: first } = await source().current(signal);
    await clock.advance(240 * DAY_MS);
    const { signer: before } = await source().current(signal);
    await clock.advance(10 * DAY_MS);

    const { signer: renewed } = await source().current(signal);

    expect(before.certificatePem).to.equal(first.certificatePem);
    expect(renewed.facts.commonName).to.equal(first.facts.commonName);
    expect(renewed.privateKey.equals(first.privateKey)).to.equal(true);
    expect(renewed.facts.notAfter.getTime()).to.be.greaterThan(first.facts.notAfter.getTime());
  });

  it('puts back what was in force when the Secret is deleted, and adopts another that is stored', async () => {
    const { api, source } = await setUp();
    const held = source();
    const { signer: first } = await held.current(signal);
    await api.delete(SECRETS, SECRET, {}, signal);

    const { signer: afterDeletion } = await held.current(signal);
    const { signer: adopted } = await source().current(signal);
    await api.delete(SECRETS, SECRET, {}, signal);
    const { signer: made } = await source().current(signal);
    const { signer: afterReplacement } = await held.current(signal);

    expect(afterDeletion.certificatePem).to.equal(first.certificatePem);
    expect(adopted.certificatePem).to.equal(first.certificatePem);
    expect(made.certificatePem).not.to.equal(first.certificatePem);
    expect(afterReplacement.certificatePem).to.equal(made.certificatePem);
  });

  it('renews one that has run out under its key, so that a clock that ran ahead breaks nothing', async () => {
    const { clock, source } = await setUp();
    const { signer: first } = await source().current(signal);
    await clock.advance(400 * DAY_MS);

    const { signer: next, previous } = await source().current(signal);

    expect(next.privateKey.equals(first.privateKey)).to.equal(true);
    expect(next.facts.commonName).to.equal(first.facts.commonName);
    expect(next.facts.notAfter.getTime()).to.be.greaterThan(clock.now().getTime());
    expect(previous).to.deep.equal([first.certificatePem]);
  });

  it('goes on trusting what the registrations trust when it must begin anew', async () => {
    const stage = await setUp();
    const { signer: lost } = await stage.source().current(signal);
    await stage.api.delete(SECRETS, SECRET, {}, signal);
    stage.trusted = [lost.certificatePem];

    const set = await stage.source().current(signal);

    expect(set.signer.certificatePem).not.to.equal(lost.certificatePem);
    expect(set.previous).to.deep.equal([lost.certificatePem]);
    expect(bundleOf(set)).to.equal(`${set.signer.certificatePem}${lost.certificatePem}`);
  });

  it('keeps its own authority trusted when another was put in its place', async () => {
    const { api, source } = await setUp();
    const held = source();
    const { signer: first } = await held.current(signal);
    await api.delete(SECRETS, SECRET, {}, signal);
    const { signer: foreign } = await source().current(signal);

    const set = await held.current(signal);
    const again = await held.current(signal);

    expect(set.signer.certificatePem).to.equal(foreign.certificatePem);
    expect(set.previous).to.deep.equal([first.certificatePem]);
    expect(again.previous).to.deep.equal([first.certificatePem]);
  });

  for (const [what, corrupt] of [
    [
      'a key of another authority',
      { 'ca.key': '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n' },
    ],
    ['text for a certificate', { 'ca.crt': 'nonsense' }],
    ['nothing', { 'ca.crt': '', 'ca.key': '' }],
  ] as const) {
    it(`puts back what was in force when it finds ${what}`, async () => {
      const { api, source } = await setUp();
      const held = source();
      const { signer: first } = await held.current(signal);
      await change(api, (secret) => ({
        ...secret,
        data: { ...storedIn(secret), ...encoded(corrupt) },
      }));

      const { signer } = await held.current(signal);
      const { signer: adopted } = await source().current(signal);

      expect(signer.certificatePem).to.equal(first.certificatePem);
      expect(adopted.certificatePem).to.equal(first.certificatePem);
    });
  }

  it('reads no meta.json as the beginning', async () => {
    const { api, source } = await setUp();
    const { signer: first } = await source().current(signal);
    await change(api, (secret) => ({
      ...secret,
      data: { ...storedIn(secret), ...encoded({ 'meta.json': '[' }) },
    }));

    const set = await source().current(signal);

    expect(set.signer.certificatePem).to.equal(first.certificatePem);
    expect(set).to.deep.include({
      renewals: 0,
      previous: [],
      retireAt: undefined,
      next: undefined,
    });
  });

  it('stages a new key when asked by annotation, once for each request', async () => {
    const { api, source } = await setUp();
    const { signer: first } = await source().current(signal);
    await annotate(api, { 'sallyport.dev/rekey': 'today' });

    const asked = await source().current(signal);
    const again = await source().current(signal);

    expect(asked.signer.certificatePem).to.equal(first.certificatePem);
    expect(asked.next?.facts.commonName).not.to.equal(first.facts.commonName);
    expect(again.next?.certificatePem).to.equal(asked.next?.certificatePem);
    expect(bundleOf(again)).to.equal(`${first.certificatePem}${asked.next?.certificatePem ?? ''}`);
    expect(Object.keys(await storedData(api))).to.include('next.key');
  });

  it('activates what was staged, and goes on trusting the old authority for as long as its certificates live', async () => {
    const { api, clock, source } = await setUp();
    const { signer: first } = await source().current(signal);
    await annotate(api, { 'sallyport.dev/rekey': 'today' });
    const { next } = await source().current(signal);

    const active = await source().activate(signal);
    await clock.advance(30 * DAY_MS);
    const later = await source().current(signal);
    await clock.advance(2 * DAY_MS);
    const retired = await source().current(signal);

    expect(active.signer.certificatePem).to.equal(next?.certificatePem);
    expect(active.next).to.equal(undefined);
    expect(active.previous).to.deep.equal([first.certificatePem]);
    expect(later.previous).to.deep.equal([first.certificatePem]);
    expect(retired.previous).to.deep.equal([]);
    expect(retired.signer.certificatePem).to.equal(next?.certificatePem);
    expect(Object.keys(await storedData(api))).not.to.include('next.key');
  });

  it('activates nothing where nothing is staged, and activates once where two replicas do it', async () => {
    const { api, source } = await setUp();
    const { signer: first } = await source().current(signal);
    const idle = await source().activate(signal);
    await annotate(api, { 'sallyport.dev/rekey': 'today' });
    await source().current(signal);

    const one = await source().activate(signal);
    const two = await source().activate(signal);

    expect(idle.signer.certificatePem).to.equal(first.certificatePem);
    expect(two.signer.certificatePem).to.equal(one.signer.certificatePem);
    expect(two.previous).to.deep.equal([first.certificatePem]);
  });

  it('drops former authorities at once when asked, but not while a new key is staged', async () => {
    const { api, source } = await setUp();
    await source().current(signal);
    await annotate(api, { 'sallyport.dev/rekey': 'leak', 'sallyport.dev/retire': 'leak' });
    const staged = await source().current(signal);
    const active = await source().activate(signal);

    const retired = await source().current(signal);

    expect(staged.next).not.to.equal(undefined);
    expect(active.previous).to.have.length(1);
    expect(retired.previous).to.deep.equal([]);
  });

  it('takes a new key instead of a third renewal', async () => {
    const { clock, source } = await setUp();
    const { signer: first } = await source().current(signal);
    const sets = [];
    for (let turn = 1; turn <= 3; turn += 1) {
      await clock.advance(250 * DAY_MS);
      sets.push(await source().current(signal));
    }

    expect(sets.map(({ renewals }) => renewals)).to.deep.equal([1, 2, 2]);
    expect(sets.map(({ next }) => next !== undefined)).to.deep.equal([false, false, true]);
    expect(sets[2]?.signer.privateKey.equals(first.privateKey)).to.equal(true);
  });

  it("survives clocks that differ by a year: no replica takes another's key away", async () => {
    const { api, source } = await setUp();
    const ahead = createFakeClock(new Date(Date.now() + 400 * DAY_MS));
    const held = source();
    const { signer: first } = await held.current(signal);
    const strange = createSecretAuthoritySource({
      api,
      secret: SECRET,
      trusted: async () => [],
      clock: ahead,
      random: () => 0.5,
    });

    for (let turn = 1; turn <= 5; turn += 1) {
      const theirs = await strange.current(signal);
      const ours = await held.current(signal);

      expect(theirs.signer.privateKey.equals(first.privateKey)).to.equal(true);
      expect(ours.signer.privateKey.equals(first.privateKey)).to.equal(true);
      expect(ours.signer.facts.notBefore.getTime()).to.be.at.most(Date.now());
      expect([theirs.signer.certificatePem, ...theirs.previous].some(isValidNow)).to.equal(true);
    }
  });

  it('lets five racing replicas agree on one authority', async () => {
    const { clock, source } = await setUp();

    const racing = Promise.all(Array.from({ length: 5 }, async () => source().current(signal)));
    const ticking = setInterval(() => void clock.advance(1000), 5);
    const authorities = await racing.finally(() => {
      clearInterval(ticking);
    });

    expect(new Set(authorities.map((each) => each.signer.certificatePem))).to.have.property(
      'size',
      1,
    );
  });
});
