import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { createHttpTransport } from '../../../../core/provider/http.ts';
import { backendEnvironment } from '../../../../core/provider/index.ts';
import { type FaultyServer, startFaultyServer } from '../../../support/faulty-server.ts';

const never = new AbortController().signal;

describe('a proxy before backends', () => {
  let target: FaultyServer;
  let proxy: Server;
  let tunnelled: string[];
  let forwarded: string[];

  beforeEach(async () => {
    tunnelled = [];
    forwarded = [];
    const answer = { status: 200, body: '{}' };
    target = await startFaultyServer({
      contentType: 'application/json',
      answer: () => answer,
      refuse: () => answer,
    });
    proxy = createServer((request, response) => {
      forwarded.push(request.url ?? '');
      response.end('{}');
    });
    proxy.on('connect', (request, socket) => {
      tunnelled.push(request.url ?? '');
      const [host = '', port = ''] = (request.url ?? '').split(':');
      const upstream = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.pipe(socket);
        socket.pipe(upstream);
      });
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
    await target.close();
  });

  async function ask(url: string, environment: Readonly<Record<string, string>>): Promise<void> {
    const transport = createHttpTransport({ environment, timeoutMs: 5000, maxBytes: 1000 });
    try {
      await transport.send({ method: 'GET', url: new URL(url), headers: {} }, never);
    } finally {
      transport.close();
    }
  }
  const address = (): string => `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;

  it('is asked for http', async () => {
    await ask(`${target.url}/v1`, { HTTP_PROXY: address() });
    expect([forwarded, target.calls.length]).to.deep.equal([[`${target.url}/v1`], 0]);
  });

  it('tunnels https', async () => {
    const url = target.url.replace('http:', 'https:'); // the target speaks no TLS; the tunnel is what counts
    await ask(url, { HTTPS_PROXY: address() }).catch(() => undefined);
    expect(tunnelled).to.deep.equal([new URL(url).host]);
  });

  it('is passed by for hosts of NO_PROXY', async () => {
    await ask(target.url, { HTTP_PROXY: address(), NO_PROXY: '127.0.0.1' });
    expect([forwarded, target.calls.length]).to.deep.equal([[], 1]);
  });

  it('is the only thing backends learn from the environment, but for endpoints', () => {
    const environment = {
      HTTPS_PROXY: 'http://p',
      no_proxy: 'a',
      PATH: '/bin',
      VAULT_TOKEN: 'x',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_STS_ENDPOINT: 'http://sts',
      HTTP_PROXY: '',
    };
    expect(backendEnvironment(environment)).to.deep.equal({
      HTTPS_PROXY: 'http://p',
      no_proxy: 'a',
      AWS_STS_ENDPOINT: 'http://sts',
    });
  });
});
