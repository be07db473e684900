import { once } from 'node:events';
import { Agent, request, type RequestOptions } from 'node:https';
import { expect } from 'chai';
import { createMemoryApi } from '../../core/kube/memory/index.ts';
import { createLogger, systemClock } from '../../core/runtime/index.ts';
import { composeWebhook, parseWebhookConfig, type Webhook } from '../../webhook/index.ts';

const SERVER_NAME = 'sallyport-webhook.sallyport-system.svc';

interface Reply {
  readonly status: number;
  readonly body: string;
}

async function call(
  webhook: Webhook,
  options: RequestOptions,
  body: string | Buffer = '',
): Promise<Reply> {
  const outgoing = request({
    host: '127.0.0.1',
    port: webhook.port(),
    servername: SERVER_NAME,
    ca: webhook.caBundle(),
    agent: false,
    ...options,
  });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [import('node:http').IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
  }
  return { status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() };
}

function review(object: object, operation = 'CREATE'): string {
  const { kind, apiVersion, metadata } = object as {
    kind: string;
    apiVersion: string;
    metadata: { name: string; namespace?: string };
  };
  const [group = '', version = ''] = apiVersion.includes('/')
    ? apiVersion.split('/')
    : ['', apiVersion];
  return JSON.stringify({
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: {
      uid: 'question-1',
      kind: { group, version, kind },
      name: metadata.name,
      namespace: metadata.namespace ?? '',
      operation,
      userInfo: { username: 'jane' },
      object,
    },
  });
}

const externalSecret = {
  apiVersion: 'external-secrets.io/v1',
  kind: 'ExternalSecret',
  metadata: { name: 'app', namespace: 'team-a' },
  spec: {
    secretStoreRef: { name: 'vault' },
    data: [{ secretKey: 'password', remoteRef: { key: 'app' } }],
  },
};

describe('the webhook over HTTPS', () => {
  let webhook: Webhook;

  before(async () => {
    const config = parseWebhookConfig({
      SALLYPORT_SIDECAR_IMAGE: 'localhost/sync:1',
      SALLYPORT_LISTEN_HOST: '127.0.0.1',
      SALLYPORT_LISTEN_PORT: '0',
      SALLYPORT_DRAIN: '0s',
      SALLYPORT_VALIDATING_CONFIGURATIONS: '',
      SALLYPORT_MUTATING_CONFIGURATIONS: '',
    });
    if (!config.ok) {
      throw new Error(JSON.stringify(config.findings));
    }
    const api = createMemoryApi({ clock: systemClock });
    await api.create(
      { group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace', namespaced: false },
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'sallyport-system' } },
      { fieldManager: 'test' },
      new AbortController().signal,
    );
    const log = createLogger({
      level: 'error',
      clock: systemClock,
      write: (line) => process.stderr.write(line),
    });
    webhook = composeWebhook(config.value, { api, clock: systemClock, random: () => 0.5, log });
    await webhook.lifecycle.start();
  });
  after(async () => {
    await webhook.lifecycle.stop();
  });

  async function ask(object: object): Promise<Record<string, unknown>> {
    const reply = await call(
      webhook,
      { method: 'POST', path: '/validate?timeout=5s' },
      review(object),
    );
    expect(reply.status).to.equal(200);
    return (JSON.parse(reply.body) as { response: Record<string, unknown> }).response;
  }

  it('admits a sound ExternalSecret and echoes the uid', async () => {
    expect(await ask(externalSecret)).to.deep.equal({ uid: 'question-1', allowed: true });
  });

  it('denies an unsound one with a message that names object and field', async () => {
    const { status, allowed } = await ask({
      ...externalSecret,
      spec: { ...externalSecret.spec, refreshPolicy: 'Sometimes' },
    });

    expect(allowed).to.equal(false);
    expect(status).to.have.property('code', 422);
    expect(status)
      .to.have.property('message')
      .that.matches(/^ExternalSecret team-a\/app: 1 problem\.\n 1\. spec\.refreshPolicy: /u);
  });
  it('is ready', async () => {
    expect(await call(webhook, { path: '/readyz' })).to.deep.equal({ status: 200, body: 'ok\n' });
  });
});
