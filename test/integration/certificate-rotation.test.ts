import { X509Certificate } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import {
  createCaBundlePublisher,
  createCertificateUpkeep,
  createIssuedServing,
  createSecretAuthoritySource,
} from '../../certs/index.ts';
import { certificatesIn } from '../../certs/pem.ts';
import { NAMESPACES, SECRETS, VALIDATING_WEBHOOKS } from '../../core/kube/index.ts';
import { createMemoryApi } from '../../core/kube/memory/index.ts';
import {
  type Component,
  createLogger,
  objectAt,
  objectsAt,
  systemClock,
  textAt,
} from '../../core/runtime/index.ts';
import { createWebhookServer, SERVER_LIMITS } from '../../webhook/server.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { httpsCall } from '../support/https-call.ts';

const NAME = 'sallyport-webhook.sallyport-system.svc';
const SECRET = { namespace: 'sallyport-system', name: 'sallyport-webhook-ca' };
const REGISTRATION = { namespace: '', name: 'sallyport-validate' };
const OPTIONS = { fieldManager: 'test' };
const CHECK_MS = 10_000;
/** An API server that hears of a new bundle this many checks late. */
const LAG = 5;

interface Replica {
  readonly parts: readonly Component[];
  readonly port: () => number;
}

interface Call {
  readonly port: number;
  readonly issuer: string;
}

describe('certificate rotation under load', () => {
  const clock = createFakeClock(new Date());
  const api = createMemoryApi({ clock });
  const log = createLogger({ level: 'error', clock, write: () => undefined });
  const abort = new AbortController();
  const { signal } = abort;
  const replicas: Replica[] = [];
  const bundles: string[] = [];
  const failures: string[] = [];
  const calls: Call[] = [];
  let isLoaded = true;
  let clients: readonly Promise<void>[] = [];

  async function publishedBundle(): Promise<string> {
    const found = await api.get(VALIDATING_WEBHOOKS, REGISTRATION, signal);
    const [entry = {}] = objectsAt(found ?? {}, 'webhooks');
    return Buffer.from(textAt(objectAt(entry, 'clientConfig'), 'caBundle'), 'base64').toString();
  }

  async function startReplica(): Promise<Replica> {
    const configuration = { resource: VALIDATING_WEBHOOKS, name: REGISTRATION.name };
    const publisher = createCaBundlePublisher({ api, configurations: [configuration], owned: [] });
    const certificates = createCertificateUpkeep({
      source: createIssuedServing({
        authorities: createSecretAuthoritySource({
          api,
          secret: SECRET,
          trusted: async (waiting) => publisher.published(waiting),
          clock,
          random: () => 0.5,
        }),
        dnsNames: [NAME],
        clock,
        random: () => 0.5,
        log,
      }),
      publisher,
      clock,
      log,
    });
    await certificates.start(signal);
    const server = createWebhookServer({
      host: '127.0.0.1',
      port: 0,
      drainMs: 0,
      certificates,
      reviews: {
        '/validate': {
          answer: async () => ({ status: 200, contentType: 'application/json', body: '{}' }),
          ready: () => undefined,
        },
      },
      onShed: () => undefined,
      limits: SERVER_LIMITS,
      ready: () => certificates.problem(),
      metrics: () => '',
      clock: systemClock,
      log,
    });
    await server.start(signal);
    const replica = { parts: [server, certificates], port: () => server.port() };
    replicas.push(replica);
    return replica;
  }

  async function call(port: number, ca: string): Promise<void> {
    try {
      const options = { port, ca, servername: NAME, method: 'POST', path: '/validate' };
      const { socket } = await httpsCall(options, '{}');
      const issuer = socket.getPeerX509Certificate()?.issuer ?? '';
      calls.push({ port, issuer });
    } catch (error) {
      failures.push(error instanceof Error ? error.message : 'no error');
    }
  }

  /** Calls one replica after the other, trusting only what is published at that time. */
  async function load(): Promise<void> {
    while (isLoaded) {
      for (const { port } of replicas) {
        await call(port(), await publishedBundle());
      }
    }
  }

  /** Ten seconds, the work on other threads that they lead to, and a call of each replica by an API server that lags. */
  async function tick(): Promise<void> {
    await clock.advance(CHECK_MS);
    await delay(25);
    bundles.push(await publishedBundle());
    for (const { port } of replicas) {
      await call(port(), bundles.at(-1 - LAG) ?? bundles[0] ?? '');
    }
  }

  async function ticks(count: number): Promise<void> {
    for (let turn = 1; turn <= count; turn += 1) {
      await tick();
    }
  }

  async function annotate(annotations: Readonly<Record<string, string>>): Promise<void> {
    const options = { ...OPTIONS, type: 'merge' } as const;
    await api.patch(SECRETS, SECRET, { metadata: { annotations } }, options, signal);
  }

  async function issuersNow(): Promise<readonly string[]> {
    calls.length = 0;
    await tick();
    return [...new Set(calls.map(({ issuer }) => issuer))];
  }

  before(async () => {
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: SECRET.namespace } };
    await api.create(NAMESPACES, namespace, OPTIONS, signal);
    await api.create(
      VALIDATING_WEBHOOKS,
      {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'ValidatingWebhookConfiguration',
        metadata: { name: REGISTRATION.name },
        webhooks: [
          {
            name: 'stores.sallyport.dev',
            clientConfig: { url: 'https://127.0.0.1' },
            sideEffects: 'None',
            admissionReviewVersions: ['v1'],
          },
        ],
      },
      OPTIONS,
      signal,
    );
    await startReplica();
    await startReplica();
    await startReplica();
    bundles.push(await publishedBundle());
    clients = [load(), load()];
  });

  beforeEach(() => {
    failures.length = 0;
  });

  after(async () => {
    isLoaded = false;
    await Promise.all(clients);
    abort.abort();
    await Promise.all(replicas.flatMap(({ parts }) => parts.map(async (part) => part.stop())));
  });

  it('replaces the key of three replicas with no failed call, also by API servers that lag by 50 s', async () => {
    const [before] = await issuersNow();
    await annotate({ 'sallyport.dev/rekey': 'now' });
    await ticks(3);
    const staged = await issuersNow();
    const both = certificatesIn(await publishedBundle());
    await ticks(12);
    const active = await issuersNow();

    expect(failures).to.deep.equal([]);
    expect(staged).to.deep.equal([before]);
    expect(both).to.have.length(2);
    expect(active).to.have.length(1);
    expect(active).not.to.include(before);
    expect(new X509Certificate(both[1] ?? '').subject).to.equal(active[0]);
  }).timeout(20_000);

  it('drops the old key when asked, with no failed call', async () => {
    await ticks(LAG);
    await annotate({ 'sallyport.dev/retire': 'now' });
    await ticks(LAG + 2);

    expect(failures).to.deep.equal([]);
    expect(certificatesIn(await publishedBundle())).to.have.length(1);
  }).timeout(20_000);

  it('survives that its Secret is deleted just before a replica starts', async () => {
    const [before] = await issuersNow();
    await api.delete(SECRETS, SECRET, {}, signal);
    await startReplica();
    const both = certificatesIn(await publishedBundle());
    bundles.fill(await publishedBundle());
    await ticks(14);
    const after = await issuersNow();

    expect(failures).to.deep.equal([]);
    expect(both).to.have.length(2);
    expect(after).to.have.length(1);
    expect(after).not.to.include(before);
  }).timeout(20_000);

  it('lets no replica serve what is not trusted when the Secret is overwritten by nonsense', async () => {
    const [before] = await issuersNow();
    const body = { data: { 'ca.crt': 'bm9uc2Vuc2U=' } };
    await api.patch(SECRETS, SECRET, body, { ...OPTIONS, type: 'merge' }, signal);
    await ticks(3);

    expect(failures).to.deep.equal([]);
    expect(await issuersNow()).to.deep.equal([before]);
  }).timeout(20_000);
});
