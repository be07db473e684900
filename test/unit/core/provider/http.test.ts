import { createServer as createPlainServer } from 'node:http';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { Server as NetServer, AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import { expect } from 'chai';
import { createAuthority, issueServingCertificate } from '../../../../certs/authority.ts';
import {
  createHttpTransport,
  HttpFault,
  type HttpTransport,
  type HttpTransportOptions,
} from '../../../../core/provider/http.ts';

const never = new AbortController().signal;
const LIMITS = { environment: {}, timeoutMs: 2000, maxBytes: 1000 };

async function listen(server: NetServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function faultOf(promise: Promise<unknown>): Promise<HttpFault> {
  const error: unknown = await promise.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  expect(error).to.be.instanceOf(HttpFault);
  return error as HttpFault;
}

describe('HTTP to backends', () => {
  const closers: (() => void)[] = [];

  function transport(options: Partial<HttpTransportOptions> = {}): HttpTransport {
    const made = createHttpTransport({ ...LIMITS, ...options });
    closers.push(made.close);
    return made;
  }
  async function plain(respond: Parameters<typeof createPlainServer>[1] & object): Promise<URL> {
    const server = createPlainServer(respond);
    closers.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return new URL(`http://127.0.0.1:${await listen(server)}/`);
  }
  async function get(
    url: URL,
    options: Partial<HttpTransportOptions> = {},
  ): Promise<{ status: number; text: string }> {
    const response = await transport(options).send({ method: 'GET', url, headers: {} }, never);
    return { status: response.status, text: response.body.toString() };
  }

  afterEach(() => {
    closers.splice(0).forEach((close) => {
      close();
    });
  });

  it('leaves no timer behind', async () => {
    const url = await plain((_request, response) => {
      response.end();
    });
    const timers = (): number =>
      process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();

    const { status } = await get(url, { timeoutMs: 2000 });

    expect([status, timers() - before]).to.deep.equal([200, 0]);
  });

  it('gives up on a body that drips', async () => {
    const url = await plain((_request, response) => {
      response.write('slow');
    });

    const fault = await faultOf(get(url, { timeoutMs: 50 }));

    expect([fault.code, fault.message]).to.deep.equal(['TIMEOUT', 'no answer within 50 ms']);
  });

  it('takes no more than it was told to', async () => {
    const url = await plain((_request, response) => {
      response.end('x'.repeat(1001));
    });

    const fault = await faultOf(get(url));

    expect([fault.code, fault.message]).to.deep.equal([
      'PAYLOAD_MALFORMED',
      'the answer is larger than 1000 bytes',
    ]);
  });

  it('says that nobody listens, in words that are the same every time', async () => {
    const server = createPlainServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));

    const fault = await faultOf(get(new URL(`http://127.0.0.1:${port}/`)));

    expect([fault.code, fault.message]).to.deep.equal([
      'BACKEND_UNAVAILABLE',
      'connection refused',
    ]);
  });

  it('rejects with the signal’s reason', async () => {
    const url = await plain(() => {});
    const reason = new DOMException('stop', 'AbortError');

    const sending = transport().send(
      { method: 'GET', url, headers: {} },
      AbortSignal.abort(reason),
    );

    const error: unknown = await sending.catch((caught: unknown) => caught);
    expect(error).to.equal(reason);
  });

  describe('over TLS', () => {
    let authority: Awaited<ReturnType<typeof createAuthority>>;

    before(async () => {
      authority = await createAuthority('test authority', new Date());
    });

    async function secure(dnsName: string, options: ServerOptions = {}): Promise<URL> {
      const { certificatePem, privateKeyPem } = await issueServingCertificate(
        authority,
        [dnsName],
        new Date(),
      );
      const server: Server = createServer(
        { cert: certificatePem, key: privateKeyPem, ...options },
        (request, response) => {
          const { socket } = request;
          const peer = socket instanceof TLSSocket ? socket.getPeerCertificate() : undefined;
          response.end(
            `hello ${peer?.subject === undefined ? 'stranger' : String(peer.subject.CN)}`,
          );
        },
      );
      closers.push(() => {
        server.closeAllConnections();
        server.close();
      });
      return new URL(`https://localhost:${await listen(server)}/`);
    }

    it('trusts the authority it was given', async () => {
      const url = await secure('localhost');

      expect(await get(url, { ca: authority.certificatePem })).to.deep.equal({
        status: 200,
        text: 'hello stranger',
      });
    });

    it('names an unknown CA and the field that would make it known', async () => {
      const fault = await faultOf(get(await secure('localhost')));

      expect([fault.code, fault.message]).to.deep.equal([
        'BACKEND_UNAVAILABLE',
        'TLS: the server’s certificate is from an unknown CA; set caBundle',
      ]);
    });

    it('names a certificate for another host', async () => {
      const url = await secure('vault.example.com');

      const fault = await faultOf(get(url, { ca: authority.certificatePem }));

      expect(fault.message).to.equal('TLS: the server’s certificate is for another host name');
    });

    it('shows its certificate', async () => {
      const client = await issueServingCertificate(authority, ['client'], new Date());
      const url = await secure('localhost', {
        ca: authority.certificatePem,
        requestCert: true,
        rejectUnauthorized: false,
      });
      const identity = { cert: client.certificatePem, key: client.privateKeyPem };

      const { text } = await get(url, { ca: authority.certificatePem, identity });

      expect(text).to.equal('hello client');
    });
  });
});
