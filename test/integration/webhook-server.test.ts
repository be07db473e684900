import { Agent } from 'node:https';
import { connect } from 'node:tls';
import { expect } from 'chai';
import {
  type Authority,
  createAuthority,
  issueServingCertificate,
  type ServingCertificate,
} from '../../certs/authority.ts';
import { createLogger, systemClock } from '../../core/runtime/index.ts';
import {
  createWebhookServer,
  SERVER_LIMITS,
  type ServerLimits,
  type WebhookServer,
} from '../../webhook/server.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { type CallOptions, httpsCall, type HttpsReply } from '../support/https-call.ts';

const NAME = 'webhook.ns.svc';
const signal = new AbortController().signal;

interface Stage {
  readonly server: WebhookServer;
  readonly clock: FakeClock;
  /** What each review was asked: its bytes and how long it may take. */
  readonly asked: { readonly length: number; readonly budgetMs: number }[];
  readonly call: (options: CallOptions, body?: string | Uint8Array) => Promise<HttpsReply>;
  readonly renew: (certificate: ServingCertificate) => void;
  readonly shed: string[];
  unready: string | undefined;
  /** Each answer waits for it. */
  verdict: Promise<void>;
}

describe('webhook server', () => {
  let authority: Authority;
  let certificate: ServingCertificate;
  const open: WebhookServer[] = [];

  before(async () => {
    authority = await createAuthority('ca', new Date());
    certificate = await issueServingCertificate(authority, [NAME], new Date());
  });

  afterEach(async () => {
    await Promise.all(open.splice(0).map(async (server) => server.stop()));
  });

  async function setUp(drainMs = 0, limits: ServerLimits = SERVER_LIMITS): Promise<Stage> {
    const clock = createFakeClock();
    let renewed: (certificate: ServingCertificate) => void = () => undefined;
    const asked: Stage['asked'] = [];
    const stage: Stage = {
      clock,
      asked,
      shed: [],
      unready: undefined,
      verdict: Promise.resolve(),
      renew: (next) => {
        renewed(next);
      },
      call: async (options, body) =>
        httpsCall(
          {
            port: stage.server.port(),
            servername: NAME,
            ca: authority.certificatePem,
            ...options,
          },
          body,
        ),
      server: createWebhookServer({
        host: '127.0.0.1',
        port: 0,
        drainMs,
        certificates: {
          current: () => certificate,
          onRenewal: (listener) => {
            renewed = listener;
          },
        },
        reviews: {
          '/validate': {
            ready: () => stage.unready,
            answer: async (body, budgetMs) => {
              asked.push({ length: body.length, budgetMs });
              await stage.verdict;
              return { status: 200, contentType: 'application/json', body: '{}' };
            },
          },
        },
        onShed: (reason) => {
          stage.shed.push(reason);
        },
        limits,
        ready: () => stage.unready,
        metrics: () => 'metric 1\n',
        clock: drainMs === 0 ? systemClock : clock,
        log: createLogger({ level: 'error', clock, write: () => undefined }),
      }),
    };
    await stage.server.start(signal);
    if (drainMs === 0) {
      open.push(stage.server);
    }
    return stage;
  }

  it('answers a review with its bytes in and its bytes out', async () => {
    const { call, asked } = await setUp();

    const reply = await call({ method: 'POST', path: '/validate?timeout=5s' }, 'ü');

    expect(reply.status).to.equal(200);
    expect(reply.headers['content-type']).to.equal('application/json');
    expect(reply.body).to.equal('{}');
    expect(asked).to.deep.equal([{ length: 2, budgetMs: 4500 }]);
  });

  for (const [query, budgetMs] of [
    ['', 9500],
    ['?timeout=1s', 500],
    ['?timeout=30s', 29_500],
    ['?timeout=999s', 29_500],
    ['?timeout=0s', 500],
    ['?timeout=1m', 9500],
  ] as const) {
    it(`gives the verdict ${budgetMs} ms for the query ${JSON.stringify(query)}`, async () => {
      const { call, asked } = await setUp();

      await call({ method: 'POST', path: `/validate${query}` }, '{}');

      expect(asked[0]?.budgetMs).to.equal(budgetMs);
    });
  }

  it('takes a body of 7 MiB and refuses a longer one, announced or not', async () => {
    const { call, asked } = await setUp();
    const limit = 7 * 1024 * 1024;
    const post = { method: 'POST', path: '/validate' };

    const fits = await call(post, Buffer.alloc(limit));
    const long = await call(post, Buffer.alloc(limit + 1));
    const unannounced = await call(
      { ...post, headers: { 'transfer-encoding': 'chunked' } },
      Buffer.alloc(limit + 1),
    );

    expect([fits.status, long.status, unannounced.status]).to.deep.equal([200, 413, 413]);
    expect(asked.map(({ length }) => length)).to.deep.equal([limit]);
  });

  for (const [method, path, status] of [
    ['GET', '/validate', 404],
    ['POST', '/nowhere', 404],
    ['GET', '/livez', 200],
    ['GET', '/readyz', 200],
    ['GET', '/metrics', 200],
  ] as const) {
    it(`answers ${method} ${path} with ${status}`, async () => {
      const { call } = await setUp();

      expect((await call({ method, path })).status).to.equal(status);
    });
  }

  it('outlives a path that is no URL', async () => {
    const { call } = await setUp();

    const get = await call({ method: 'GET', path: '//' });
    const post = await call({ method: 'POST', path: '//' }, '{}');
    const alive = await call({ method: 'GET', path: '/livez' });

    expect([get.status, post.status, alive.status]).to.deep.equal([404, 404, 200]);
  });

  it('says in readiness what is missing', async () => {
    const stage = await setUp();
    stage.unready = 'no CA bundle';

    const reply = await stage.call({ path: '/readyz' });

    expect([reply.status, reply.body]).to.deep.equal([503, 'no CA bundle\n']);
  });

  it('speaks HTTP/1.1 only and no TLS before 1.3', async () => {
    const { call } = await setUp();

    const offered = await call({ path: '/livez', ALPNProtocols: ['http/1.1'] });
    const http2 = await call({ path: '/livez', ALPNProtocols: ['h2'] }).catch((error: unknown) =>
      String(error),
    );
    const old = await call({
      path: '/livez',
      maxVersion: 'TLSv1.2',
    }).catch((error: unknown) => String(error));

    expect(offered.socket.alpnProtocol).to.equal('http/1.1');
    expect(http2).to.match(/alert no application protocol/u);
    expect(old).to.match(/alert protocol version/u);
  });

  it('shows a renewed certificate to new connections, keeps open ones, and weakens nothing', async () => {
    const { call, renew } = await setUp();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const first = await call({ path: '/livez', agent });
    const next = await issueServingCertificate(authority, [NAME], new Date());

    renew(next);

    const kept = await call({ path: '/livez', agent });
    const fresh = await call({ path: '/livez' });
    const old = await call({
      path: '/livez',
      maxVersion: 'TLSv1.2',
    }).catch((error: unknown) => String(error));
    agent.destroy();
    expect(kept.serial).to.equal(first.serial);
    expect(fresh.serial).not.to.equal(first.serial);
    expect(old).to.match(/alert protocol version/u);
  });

  it('keeps an idle connection for longer than the 90 s of the API server', async () => {
    const { call } = await setUp();
    const agent = new Agent({ keepAlive: true });

    const { headers } = await call({ path: '/livez', agent });

    agent.destroy();
    expect(headers['keep-alive']).to.equal('timeout=120');
  });

  it('goes on serving while it drains, unready and closing connections, and then is gone', async () => {
    const { call, server, clock } = await setUp(10_000);

    const stopping = server.stop();
    await clock.settle();
    const review = await call({ method: 'POST', path: '/validate' }, '{}');
    const ready = await call({ path: '/readyz' });
    const port = server.port();
    await clock.advance(10_000);
    await stopping;

    expect([review.status, review.headers.connection]).to.deep.equal([200, 'close']);
    expect([ready.status, ready.body]).to.deep.equal([503, 'stopping\n']);
    const gone = await call({ path: '/livez', port }).catch(
      (error: unknown) => (error as NodeJS.ErrnoException).code,
    );
    expect(gone).to.equal('ECONNREFUSED');
  });

  it('sends reviews elsewhere while it has no full picture, with the time to try again', async () => {
    const stage = await setUp();
    stage.unready = 'no list';

    const reply = await stage.call({ method: 'POST', path: '/validate' }, '{}');

    expect([reply.status, reply.headers['retry-after']]).to.deep.equal([503, '1']);
    expect(stage.shed).to.deep.equal(['unready']);
    expect(stage.asked).to.deep.equal([]);
  });

  it('has so many reviews wait for a verdict, sends more elsewhere, and forgets none', async () => {
    const stage = await setUp(0, { ...SERVER_LIMITS, judged: 8 });
    let decide: () => void = () => undefined;
    stage.verdict = new Promise((resolve) => {
      decide = resolve;
    });
    const agent = new Agent({ keepAlive: true });
    const post = { method: 'POST', path: '/validate', agent };
    const waiting = Array.from({ length: 8 }, async () => stage.call(post, '{}'));
    while (stage.asked.length < 8) {
      await new Promise((resolve) => setImmediate(resolve));
    }

    const more = await stage.call(post, '{}');
    decide();
    const answered = await Promise.all(waiting);
    const later = await stage.call(post, '{}');

    agent.destroy();
    expect([more.status, more.headers['retry-after']]).to.deep.equal([503, '1']);
    expect(stage.shed).to.deep.equal(['overload']);
    expect(new Set(answered.map(({ status }) => status))).to.deep.equal(new Set([200]));
    expect(later.status).to.equal(200);
  });

  it('ends a body that does not come', async () => {
    const { server, asked } = await setUp(0, {
      ...SERVER_LIMITS,
      headersMs: 100,
      requestMs: 200,
      checkMs: 50,
    });
    const socket = connect({
      host: '127.0.0.1',
      port: server.port(),
      servername: NAME,
      ca: authority.certificatePem,
    });
    socket.write('POST /validate HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n{');

    const chunks: Buffer[] = [];
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      chunks.push(chunk);
    }

    expect(Buffer.concat(chunks).toString()).to.match(/^HTTP\/1\.1 408 /u);
    expect(asked).to.deep.equal([]);
  });

  it('refuses to start where the port is taken', async () => {
    const { server } = await setUp();
    const second = createWebhookServer({
      host: '127.0.0.1',
      port: server.port(),
      drainMs: 0,
      certificates: { current: () => certificate, onRenewal: () => undefined },
      reviews: {},
      onShed: () => undefined,
      limits: SERVER_LIMITS,
      ready: () => undefined,
      metrics: () => '',
      clock: systemClock,
      log: createLogger({ level: 'error', clock: systemClock, write: () => undefined }),
    });

    const fault = await second.start(signal).catch((error: unknown) => error);

    expect(fault).to.include({ code: 'CONFIG_INVALID' });
    expect(String(fault)).to.match(/cannot listen on 127\.0\.0\.1:\d+ \(.*EADDRINUSE/u);
  });
});
