import { createServer, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { createAuthority, issueServingCertificate } from '../../certs/authority.ts';
import { connectStore, type SecretPayload } from '../../core/provider/index.ts';
import { MARKER } from '../support/faulty-server.ts';
import { aProviderContext, faultOf } from '../support/provider-context.ts';

const never = new AbortController().signal;
const STORE = 'SecretStore "main": key "db": ';

/** What AWS does, and what comes of it. */
interface Row {
  readonly what: string;
  readonly reply: (response: ServerResponse) => void | Promise<void>;
  /** Absent: it is an answer. */
  readonly absent?: true;
  readonly fault?: readonly [code: string, message: string, retryAfterMs?: number];
}

interface Service {
  readonly name: 'SecretsManager' | 'ParameterStore';
  /** As messages have it. */
  readonly words: string;
  readonly variable: string;
  readonly absent: readonly string[];
  readonly value: (text: string) => object;
}

const SERVICES: readonly Service[] = [
  {
    name: 'SecretsManager',
    words: 'Secrets Manager',
    variable: 'AWS_SECRETSMANAGER_ENDPOINT',
    absent: ['ResourceNotFoundException'],
    value: (text) => ({ Name: 'db', VersionId: 'v1', SecretString: text }),
  },
  {
    name: 'ParameterStore',
    words: 'Parameter Store',
    variable: 'AWS_SSM_ENDPOINT',
    absent: ['ParameterNotFound', 'ParameterVersionNotFound'],
    value: (text) => ({ Parameter: { Name: 'db', Version: 1, Value: text } }),
  },
];

/** An answer in AWS's form. */
function says(status: number, type: string, headers: Record<string, string> = {}): Row['reply'] {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...headers });
    response.end(JSON.stringify({ __type: type, message: 'its words' }));
  };
}

function sends(status: number, body: string): Row['reply'] {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(body);
  };
}

async function dribbles(response: ServerResponse, body: string): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
  for (let at = 0; at < body.length; at += 10) {
    response.write(body.slice(at, at + 10));
    await setTimeout(1);
  }
  response.end();
}

function rowsOf({ words, absent, value }: Service): readonly Row[] {
  const login = (type: string): Row => ({
    what: type,
    reply: says(400, type),
    fault: ['UNAUTHENTICATED', `${words} answered 400 (${type})`],
  });
  return [
    login('UnrecognizedClientException'),
    login('InvalidSignatureException'),
    login('ExpiredTokenException'),
    {
      what: 'access denied to the one key',
      reply: says(400, 'AccessDeniedException'),
      fault: ['ACCESS_DENIED', `${words} answered 400 (AccessDeniedException: its words)`],
    },
    ...absent.map((type): Row => ({ what: type, reply: says(400, type), absent: true })),
    {
      what: 'an answer cut short',
      reply: sends(200, `{"${MARKER}": cut sho`),
      fault: ['PAYLOAD_MALFORMED', `${words}: the answer (HTTP 200) is not JSON`],
    },
    {
      what: 'throttling with Retry-After',
      reply: says(400, 'ThrottlingException', { 'retry-after': '7' }),
      fault: ['RATE_LIMITED', `${words} answered 400 (ThrottlingException: its words)`, 7000],
    },
    {
      what: 'throttling without Retry-After',
      reply: says(400, 'ThrottlingException'),
      fault: ['RATE_LIMITED', `${words} answered 400 (ThrottlingException: its words)`],
    },
    {
      what: '429 by another name',
      reply: says(429, 'SlowDown'),
      fault: ['RATE_LIMITED', `${words} answered 429 (SlowDown: its words)`],
    },
    {
      what: '500',
      reply: says(500, 'InternalFailure'),
      fault: ['BACKEND_UNAVAILABLE', `${words} answered 500 (InternalFailure: its words)`],
    },
    {
      what: 'a fault that nobody knows',
      reply: says(400, 'NewException'),
      fault: ['SPEC_INVALID', `${words} answered 400 (NewException: its words)`],
    },
    {
      what: 'a broken connection',
      reply: (response) => void response.socket?.resetAndDestroy(),
      fault: ['BACKEND_UNAVAILABLE', `${words}: connection reset`],
    },
    {
      what: 'a slow body',
      reply: async (response) => dribbles(response, JSON.stringify(value('x'))),
    },
  ];
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

for (const service of SERVICES) {
  describe(`what AWS does wrong: ${service.words}`, () => {
    let reply: Row['reply'];
    const server = createServer((request, response) => {
      request.resume().once('end', () => void reply(response));
    });
    let url: string;

    before(async () => {
      url = `http://127.0.0.1:${await listening(server)}`;
    });
    after(() => {
      server.closeAllConnections();
      server.close();
    });

    async function read(endpoint = url): Promise<SecretPayload | undefined> {
      const context = aProviderContext({
        secrets: { 'team-a/aws': { id: 'AKIATABLE', key: `key-${MARKER}` } },
        environment: { [service.variable]: endpoint },
      });
      const secretRef = {
        accessKeyIDSecretRef: { name: 'aws', key: 'id' },
        secretAccessKeySecretRef: { name: 'aws', key: 'key' },
      };
      const spec = {
        service: service.name,
        region: 'eu-west-1',
        sessionTagsPolicy: 'None',
        auth: { secretRef },
      } as const;
      const client = await connectStore({ name: 'aws', spec }, context, never);
      try {
        return await client.getSecret({ key: 'db', content: 'value' }, never);
      } finally {
        await client.close();
      }
    }

    for (const row of rowsOf(service)) {
      const { what, fault } = row;
      if (fault === undefined) {
        it(`answers ${row.absent === true ? 'absent' : 'a value'} for ${what}`, async () => {
          reply = row.reply;
          expect((await read())?.kind).to.equal(row.absent === true ? undefined : 'document');
        });
      } else {
        const [code, message, retryAfterMs] = fault;
        it(`says ${code} for ${what}`, async () => {
          reply = row.reply;
          const thrown = await faultOf(read());

          expect([thrown.code, thrown.message, thrown.retryAfterMs]).to.deep.equal([
            code,
            `${STORE}${message}`,
            retryAfterMs,
          ]);
          expect(thrown.retryable).to.equal(code !== 'SPEC_INVALID');
          expect(`${thrown.stack ?? ''} ${String(thrown.cause)}`).to.not.include(MARKER);
        });
      }
    }

    for (const size of [64 * 1024, 1024 * 1024]) {
      it(`reads ${size} bytes`, async () => {
        reply = sends(200, JSON.stringify(service.value('x'.repeat(size))));
        const payload = await read();

        expect(payload?.kind === 'document' && payload.bytes.reveal().length).to.equal(size);
      });
    }

    it('says BACKEND_UNAVAILABLE for a certificate by an unknown CA', async () => {
      const authority = await createAuthority('nobody’s authority', new Date());
      const { certificatePem: cert, privateKeyPem: key } = await issueServingCertificate(
        authority,
        ['localhost'],
        new Date(),
      );
      const secure = createTlsServer({ cert, key });
      const thrown = await faultOf(read(`https://localhost:${await listening(secure)}`));
      secure.close();

      expect([thrown.code, thrown.message]).to.deep.equal([
        'BACKEND_UNAVAILABLE',
        `${STORE}${service.words}: TLS: the server’s certificate is from an unknown CA; set NODE_EXTRA_CA_CERTS`,
      ]);
    });

    it('says BACKEND_UNAVAILABLE for a server that is not there', async () => {
      const thrown = await faultOf(read('http://127.0.0.1:1'));

      expect([thrown.code, thrown.message]).to.deep.equal([
        'BACKEND_UNAVAILABLE',
        `${STORE}${service.words}: connection refused`,
      ]);
    });
  });
}
