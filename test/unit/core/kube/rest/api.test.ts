import { expect } from 'chai';
import {
  type Connection,
  CONFIG_MAPS,
  createRestApi,
  EXTERNAL_SECRETS,
  type KubernetesApi,
  NAMESPACES,
} from '../../../../../core/kube/index.ts';
import { AppError, createLogger } from '../../../../../core/runtime/index.ts';
import { createFakeClock, type FakeClock } from '../../../../support/fake-clock.ts';
import {
  json,
  refusal,
  type ScriptedApi,
  startScriptedApi,
} from '../../../../support/scripted-api.ts';

const signal = new AbortController().signal;
const MANAGER = { fieldManager: 'suite' };
const REF = { namespace: 'default', name: 'x' };
const CONFIG_MAP = { metadata: { namespace: 'default', name: 'x' }, data: { a: '1' } };

async function faultOf(work: Promise<unknown>): Promise<AppError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof AppError) {
      return error;
    }
    throw error;
  }
  throw new Error('nothing was refused');
}

/** Lets time pass until the work is over. */
async function passTime<Result>(clock: FakeClock, work: Promise<Result>): Promise<Result> {
  const over = new AbortController();
  const done = (): void => {
    over.abort();
  };
  work.then(done, done);
  while (!over.signal.aborted) {
    await clock.advance(50);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return work;
}

describe('createRestApi', () => {
  let server: ScriptedApi;
  let clock: FakeClock;
  let api: KubernetesApi;

  function connect(connection: Connection): KubernetesApi {
    const log = createLogger({ level: 'error', clock, write: () => undefined });
    return createRestApi({ connection, clock, random: () => 0, log });
  }

  beforeEach(async () => {
    server = await startScriptedApi();
    clock = createFakeClock();
    api = connect(server.connection);
  });
  afterEach(async () => {
    await server.stop();
  });

  it('sends its credentials and reads kind and apiVersion into what it got', async () => {
    server.script(json(200, CONFIG_MAP));

    const object = await api.get(CONFIG_MAPS, REF, signal);

    expect(object).to.deep.equal({ apiVersion: 'v1', kind: 'ConfigMap', ...CONFIG_MAP });
    expect(server.seen[0]).to.include({
      method: 'GET',
      path: '/api/v1/namespaces/default/configmaps/x',
    });
    expect(server.seen[0]?.headers.authorization).to.equal('Bearer a-token');
  });

  it('uses one connection for requests that follow each other', async () => {
    server.script(json(200, CONFIG_MAP), json(200, CONFIG_MAP), json(200, CONFIG_MAP));

    for (let count = 0; count < 3; count += 1) {
      await api.get(CONFIG_MAPS, REF, signal);
    }

    expect(server.connections()).to.equal(1);
  });

  it('says undefined for a 404 about the object, and throws one about its kind', async () => {
    server.script(
      refusal(404, 'configmaps "x" not found', { details: { name: 'x', kind: 'configmaps' } }),
      refusal(404, 'the server could not find the requested resource', { details: {} }),
    );

    const absent = await api.get(CONFIG_MAPS, REF, signal);
    const error = await faultOf(api.get(EXTERNAL_SECRETS, REF, signal));

    expect(absent).to.equal(undefined);
    expect(error.code).to.equal('KUBE_NOT_FOUND');
  });

  for (const [status, code] of [
    [400, 'KUBE_INVALID'],
    [401, 'KUBE_FORBIDDEN'],
    [403, 'KUBE_FORBIDDEN'],
    [404, 'KUBE_NOT_FOUND'],
    [409, 'KUBE_CONFLICT'],
    [410, 'KUBE_GONE'],
    [413, 'KUBE_INVALID'],
    [422, 'KUBE_INVALID'],
    [429, 'KUBE_UNAVAILABLE'],
    [500, 'KUBE_UNAVAILABLE'],
    [503, 'KUBE_UNAVAILABLE'],
  ] as const) {
    it(`calls HTTP ${status} on a write ${code}, after one try`, async () => {
      server.script(refusal(status, 'the server says why'));

      const error = await faultOf(api.create(CONFIG_MAPS, CONFIG_MAP, MANAGER, signal));

      expect(error.code).to.equal(code);
      expect(error.message).to.match(/the server says why|does not accept our credentials/u);
      expect(server.seen).to.have.length(1);
    });
  }

  it('passes on how long the server asks us to wait', async () => {
    server.script(json(429, {}, { 'retry-after': '7' }));

    const error = await faultOf(api.create(CONFIG_MAPS, CONFIG_MAP, MANAGER, signal));

    expect(error.retryAfterMs).to.equal(7000);
  });

  it('tries a GET again while the server is away', async () => {
    server.script(
      refusal(503, 'starting'),
      (response) => {
        response.destroy();
      },
      json(200, CONFIG_MAP),
    );

    const object = await passTime(clock, api.get(CONFIG_MAPS, REF, signal));

    expect(object).to.have.property('data');
    expect(server.seen).to.have.length(3);
  });

  it('gives a GET up after four tries', async () => {
    const error = await faultOf(passTime(clock, api.get(CONFIG_MAPS, REF, signal)));

    expect(error.code).to.equal('KUBE_UNAVAILABLE');
    expect(server.seen).to.have.length(4);
  });

  it('gives up on an answer that does not come in 30 s', async () => {
    server.script(() => undefined);
    const work = faultOf(api.create(CONFIG_MAPS, CONFIG_MAP, MANAGER, signal));
    while (server.seen.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }

    await clock.advance(29_000);
    await clock.advance(1_000);
    const error = await work;

    expect(error.code).to.equal('KUBE_UNAVAILABLE');
    expect(error.message).to.contain('no answer in time');
  });

  it('stops at once when its signal aborts', async () => {
    server.script(() => undefined);
    const abort = new AbortController();
    const work = faultOf(api.get(CONFIG_MAPS, REF, abort.signal));
    while (server.seen.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }

    abort.abort();

    expect((await work).code).to.equal('ABORTED');
  });

  it('names the cause when the server is not there', async () => {
    const { connection } = server;
    await server.stop();

    const error = await faultOf(
      connect(connection).create(CONFIG_MAPS, CONFIG_MAP, MANAGER, signal),
    );

    expect(error.code).to.equal('KUBE_UNAVAILABLE');
    expect(error.message).to.contain('ECONNREFUSED');
  });

  it("refuses a server whose certificate is not the connection's CA's", async () => {
    const other = await startScriptedApi();
    const stranger = connect({ ...server.connection, ca: other.connection.ca });
    await other.stop();

    const error = await faultOf(stranger.create(CONFIG_MAPS, CONFIG_MAP, MANAGER, signal));

    expect(error.code).to.equal('KUBE_UNAVAILABLE');
    expect(server.seen).to.have.length(0);
  });

  it('refuses to speak without TLS', () => {
    expect(() => connect({ ...server.connection, server: 'http://127.0.0.1:1' })).to.throw(
      AppError,
      'https',
    );
  });

  for (const name of ['', '.', '..']) {
    it(`asks for nothing named "${name}"`, async () => {
      const error = await faultOf(api.get(CONFIG_MAPS, { namespace: 'default', name }, signal));

      expect(error.code).to.equal('KUBE_INVALID');
      expect(server.seen).to.have.length(0);
    });
  }

  it('keeps a name inside its path', async () => {
    server.script(refusal(404, 'no', { details: { name: 'x' } }));

    await api.get(CONFIG_MAPS, { namespace: 'default', name: '../secrets/x' }, signal);

    expect(server.seen[0]?.path).to.equal('/api/v1/namespaces/default/configmaps/..%2Fsecrets%2Fx');
  });

  describe('list', () => {
    it('reads page after page', async () => {
      server.script(
        json(200, { metadata: { continue: 'next' }, items: [CONFIG_MAP] }),
        json(200, { metadata: {}, items: [CONFIG_MAP, CONFIG_MAP] }),
      );

      const objects = await api.list(CONFIG_MAPS, { labelSelector: 'a=b' }, signal);

      expect(objects).to.have.length(3);
      expect(objects[0]).to.include({ apiVersion: 'v1', kind: 'ConfigMap' });
      expect(server.seen.map(({ query }) => query.toString())).to.deep.equal([
        'labelSelector=a%3Db&limit=500',
        'labelSelector=a%3Db&limit=500&continue=next',
      ]);
    });

    it('begins again in one piece when a page has expired', async () => {
      server.script(
        json(200, { metadata: { continue: 'next' }, items: [CONFIG_MAP] }),
        refusal(410, 'expired'),
        json(200, { metadata: {}, items: [CONFIG_MAP, CONFIG_MAP] }),
      );

      expect(await api.list(CONFIG_MAPS, {}, signal)).to.have.length(2);
      expect(server.seen[2]?.query.toString()).to.equal('');
    });

    it('asks for metadata only by the Accept header, and gives nothing else', async () => {
      server.script(json(200, { metadata: {}, items: [CONFIG_MAP] }));

      const objects = await api.list(CONFIG_MAPS, { metadataOnly: true }, signal);

      expect(server.seen[0]?.headers.accept).to.contain('as=PartialObjectMetadataList');
      expect(objects).to.deep.equal([
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: CONFIG_MAP.metadata },
      ]);
    });
  });

  describe('writes', () => {
    it('sends each kind of patch with its own content type', async () => {
      const types = [];
      for (const type of ['apply', 'merge', 'json'] as const) {
        server.script(json(200, CONFIG_MAP));
        await api.patch(EXTERNAL_SECRETS, REF, [], { ...MANAGER, type }, signal);
        types.push(server.seen.at(-1)?.headers['content-type']);
      }

      expect(types).to.deep.equal([
        'application/apply-patch+yaml',
        'application/merge-patch+json',
        'application/json-patch+json',
      ]);
    });

    it('names field manager, force and subresource', async () => {
      server.script(json(200, CONFIG_MAP));

      await api.patch(
        EXTERNAL_SECRETS,
        REF,
        { status: {} },
        { ...MANAGER, type: 'apply', force: true, subresource: 'status' },
        signal,
      );

      expect(server.seen[0]?.path).to.equal(
        '/apis/external-secrets.io/v1/namespaces/default/externalsecrets/x/status',
      );
      expect(server.seen[0]?.query.toString()).to.equal('fieldManager=suite&force=true');
      expect(server.seen[0]?.body).to.equal('{"status":{}}');
    });

    it('deletes with preconditions, and says false for what is gone', async () => {
      server.script(json(200, { kind: 'Status', status: 'Success' }), refusal(404, 'gone'));

      const deleted = await api.delete(
        NAMESPACES,
        { namespace: '', name: 'x' },
        { uid: 'u' },
        signal,
      );
      const again = await api.delete(NAMESPACES, { namespace: '', name: 'x' }, {}, signal);

      expect([deleted, again]).to.deep.equal([true, false]);
      expect(JSON.parse(server.seen[0]?.body ?? '')).to.deep.include({
        kind: 'DeleteOptions',
        preconditions: { uid: 'u' },
      });
    });

    it('reads a token and its expiry', async () => {
      const status = { token: 't', expirationTimestamp: '2026-01-01T00:00:00Z' };
      server.script(json(201, { status }), json(201, { status: {} }));
      const request = { audiences: ['vault'], expirationSeconds: 600 };

      const token = await api.requestToken(REF, request, signal);
      const error = await faultOf(api.requestToken(REF, request, signal));

      expect(token).to.deep.equal({ token: 't', expiresAt: new Date('2026-01-01T00:00:00Z') });
      expect(server.seen[0]?.path).to.equal('/api/v1/namespaces/default/serviceaccounts/x/token');
      expect(JSON.parse(server.seen[0]?.body ?? '')).to.deep.include({ spec: request });
      expect(error.code).to.equal('KUBE_UNAVAILABLE');
    });
  });
});
