import { createServer, type RequestListener } from 'node:http';
import { expect } from 'chai';
import { AppError, toAppError } from '../../../../core/runtime/index.ts';
import { createHttpHook, isLoopbackUrl } from '../../../../sidecar/reload/index.ts';

const signal = new AbortController().signal;

async function withServer(
  listener: RequestListener,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    await work(`http://127.0.0.1:${port}/reload?token=marker`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function fault(work: Promise<void>): Promise<AppError> {
  try {
    await work;
  } catch (error) {
    return toAppError(error);
  }
  throw new Error('it did not fail');
}

describe('isLoopbackUrl', () => {
  for (const [url, expected] of [
    ['http://127.0.0.1:8080/reload', true],
    ['http://127.1.2.3/', true],
    ['http://localhost:9090/-/reload', true],
    ['http://[::1]:8080/', true],
    ['http://2130706433/', true], // 127.0.0.1 in decimal: what is dialled is the loopback
    ['https://127.0.0.1/', false],
    ['http://10.0.0.1/', false],
    ['http://169.254.169.254/latest/meta-data', false],
    ['http://127.0.0.1.example.com/', false],
    ['http://localhost.example.com/', false],
    ['http://user:password@127.0.0.1/', false],
    ['http://0.0.0.0/', false],
    ['http://[::ffff:10.0.0.1]/', false],
    ['file:///etc/passwd', false],
    ['/reload', false],
    ['', false],
  ] as const) {
    it(`${expected ? 'accepts' : 'refuses'} ${JSON.stringify(url)}`, () => {
      expect(isLoopbackUrl(url)).to.equal(expected);
    });
  }
});

describe('createHttpHook', () => {
  it('calls the URL with its method and is content with any 2xx', async () => {
    const requests: string[] = [];
    await withServer(
      (request, response) => {
        requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
        response.writeHead(204).end();
      },
      async (url) => {
        await createHttpHook({ kind: 'http', method: 'POST', url }).notify(signal);
      },
    );

    expect(requests).to.deep.equal(['POST /reload?token=marker']);
  });

  it('has a name without the query', () => {
    const hook = createHttpHook({ kind: 'http', method: 'PUT', url: 'http://localhost:80/x?y=z' });

    expect(hook.name).to.equal('PUT localhost/x');
  });

  for (const status of [302, 404, 500]) {
    it(`fails on ${status}, and follows no redirect`, async () => {
      let requests = 0;
      await withServer(
        (_request, response) => {
          requests += 1;
          response.writeHead(status, { location: '/elsewhere' }).end('marker');
        },
        async (url) => {
          const error = await fault(
            createHttpHook({ kind: 'http', method: 'GET', url }).notify(signal),
          );

          expect(error.code).to.equal('HOOK_FAILED');
          expect(error.message).to.contain(`answered ${status}`);
          expect(error.message).not.to.contain('marker');
        },
      );
      expect(requests).to.equal(1);
    });
  }

  it('says when nobody listens', async () => {
    let closed = '';
    await withServer(
      () => undefined,
      async (url) => {
        closed = url;
      },
    );

    const error = await fault(
      createHttpHook({ kind: 'http', method: 'GET', url: closed }).notify(signal),
    );

    expect(error.code).to.equal('HOOK_FAILED');
    expect(error.message).to.contain('does the application listen there?');
  });

  it('ends promptly when it is stopped', async () => {
    await withServer(
      () => undefined, // never answers
      async (url) => {
        const stop = new AbortController();
        const notified = fault(
          createHttpHook({ kind: 'http', method: 'GET', url }).notify(stop.signal),
        );
        stop.abort();

        expect((await notified).code).to.equal('ABORTED');
      },
    );
  });

  it('refuses to be made for another host', () => {
    expect(() => createHttpHook({ kind: 'http', method: 'GET', url: 'http://10.0.0.1/' })).to.throw(
      AppError,
      'loopback',
    );
  });
});
