import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect } from 'chai';
import type { AwsBackend } from '../../../../../core/api/index.ts';
import { connectStore, type SecretsClient } from '../../../../../core/provider/index.ts';
import { systemClock } from '../../../../../core/runtime/index.ts';
import { type AwsServer, startAwsServer } from '../../../../support/aws-server.ts';
import { createFakeClock } from '../../../../support/fake-clock.ts';
import { startContainerCredentials } from '../../../../support/container-credentials.ts';
import {
  aProviderContext,
  type ContextOptions,
  faultOf,
  type TestContext,
} from '../../../../support/provider-context.ts';
import {
  type StsRole,
  type StsServer,
  startStsServer,
  type TokenVerdict,
} from '../../../../support/sts-server.ts';

const never = new AbortController().signal;
const REGION = 'eu-west-1';
const ARN = 'arn:aws:iam::123456789012:role';
const HOUR_MS = 3_600_000;

function keysOf(name: string): {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
} {
  return {
    accessKeyId: `ASIA${name.toUpperCase()}`,
    secretAccessKey: `secret-key-of-${name}`,
    sessionToken: `session-token-of-${name}`,
  };
}

const BASE = { accessKeyId: 'AKIABASE', secretAccessKey: 'secret-key-of-base' };
const secrets = { 'team-a/aws': { id: BASE.accessKeyId, key: BASE.secretAccessKey } };
const secretRef = {
  accessKeyIDSecretRef: { name: 'aws', key: 'id' },
  secretAccessKeySecretRef: { name: 'aws', key: 'key' },
};
const jwt = { serviceAccountRef: { name: 'app' } };
const annotations = {
  'team-a/app': { 'eks.amazonaws.com/role-arn': `${ARN}/app` },
  'team-a/plain': {},
  'team-a/other': {
    'eks.amazonaws.com/role-arn': `${ARN}/app`,
    'eks.amazonaws.com/audience': 'elsewhere',
  },
};
const serviceAccounts = { 'team-a/app': 'token-of-app', 'team-a/other': 'token-of-app' };

function verdictOn(token: string): TokenVerdict {
  if (token.startsWith('token-of-app')) {
    return 'good';
  }
  return token.startsWith('old') ? 'expired' : 'wrong';
}

async function withEnvironment<Result>(
  environment: Readonly<Record<string, string>>,
  work: () => Promise<Result>,
): Promise<Result> {
  Object.assign(process.env, environment);
  try {
    return await work();
  } finally {
    for (const name of Object.keys(environment)) {
      Reflect.deleteProperty(process.env, name);
    }
  }
}

/** The process as EKS sets a Pod up that has an identity: a server beside it that hands out keys. */
async function withPodIdentity<Result>(
  keys: ReturnType<typeof keysOf>,
  work: () => Promise<Result>,
): Promise<Result> {
  const server = await startContainerCredentials(keys, 'token-of-the-pod');
  try {
    return await withEnvironment(server.environment, work);
  } finally {
    await server.close();
  }
}

describe('aws identity', () => {
  const clock = createFakeClock();
  const started: { close(): Promise<void> }[] = [];
  const clients: SecretsClient[] = [];
  let lifetimeMs = HOUR_MS;
  let sts: StsServer;

  function role(trusts: StsRole['trusts'], name: string, more: Partial<StsRole> = {}): StsRole {
    const expiresAt = (): Date => new Date(clock.now().getTime() + lifetimeMs);
    return { trusts, keys: keysOf(name), expiresAt, ...more };
  }

  /** Secrets Manager for whoever has these keys, and no one else. */
  async function secretsManager(keys: typeof BASE): Promise<AwsServer> {
    const server = await startAwsServer({ ...keys, region: REGION });
    server.put('db', '"value"');
    started.push(server);
    return server;
  }

  async function open(
    spec: Partial<AwsBackend>,
    server: AwsServer,
    options: ContextOptions = {},
  ): Promise<{ client: SecretsClient; context: TestContext }> {
    const environment = {
      AWS_SECRETSMANAGER_ENDPOINT: server.url,
      AWS_STS_ENDPOINT: sts.url,
    };
    const context = aProviderContext({
      secrets,
      serviceAccounts,
      annotations,
      clock,
      environment,
      ...options,
    });
    const full: AwsBackend = {
      service: 'SecretsManager',
      region: REGION,
      sessionTagsPolicy: 'None',
      ...spec,
    };
    const client = await connectStore({ name: 'aws', spec: full }, context, never);
    clients.push(client);
    return { client, context };
  }

  const read = async (client: SecretsClient): Promise<string | undefined> =>
    (await client.getSecret({ key: 'db', content: 'value' }, never))?.kind;

  beforeEach(async () => {
    lifetimeMs = HOUR_MS;
    sts = await startStsServer(REGION, {
      [`${ARN}/app`]: role(
        {
          token: verdictOn,
        },
        'app',
      ),
      [`${ARN}/first`]: role({ keys: BASE }, 'first'),
      [`${ARN}/second`]: role({ keys: keysOf('first') }, 'second'),
      [`${ARN}/external`]: role({ keys: BASE }, 'last', { externalId: 'ours' }),
      [`${ARN}/last`]: role({ keys: keysOf('second') }, 'last', {
        externalId: 'ours',
        tags: { team: 'payments' },
        transitive: ['team'],
      }),
      [`${ARN}/tagged`]: role({ keys: BASE }, 'last', {
        tags: { esoNamespace: 'team-a', esoStoreName: 'main', esoStoreKind: 'SecretStore' },
      }),
      [`${ARN}/custom`]: role({ keys: BASE }, 'last', {
        tags: { esoNamespace: 'team-a', owner: 'us' },
      }),
      [`${ARN}/of-app`]: role({ keys: keysOf('app') }, 'last'),
    });
    started.push(sts);
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map(async (client) => client.close()));
    await Promise.all(started.splice(0).map(async (server) => server.close()));
  });

  it('takes the role of a ServiceAccount by a token of it', async () => {
    const { client, context } = await open({ auth: { jwt } }, await secretsManager(keysOf('app')));

    expect(await read(client)).to.equal('document');
    expect(context.tokenRequests).to.deep.equal([
      { audiences: ['sts.amazonaws.com'], expirationSeconds: 600 },
    ]);
    expect(sts.forms[0]?.get('RoleSessionName')).to.equal('external-secrets-provider-aws');
    expect(context.calls).to.deep.equal([
      'AssumeRoleWithWebIdentity success',
      'GetSecretValue success',
    ]);
  });

  it('asks for the audience the ServiceAccount is annotated with, and those the store names', async () => {
    const auth = { jwt: { serviceAccountRef: { name: 'other', audiences: ['more'] } } };
    const { client, context } = await open({ auth }, await secretsManager(keysOf('app')));

    await read(client);

    expect(context.tokenRequests[0]?.audiences).to.deep.equal(['elsewhere', 'more']);
  });

  it('takes one role after the other, and the last with external id and tags', async () => {
    const { client } = await open(
      {
        auth: { secretRef },
        additionalRoles: [`${ARN}/first`, `${ARN}/second`],
        role: `${ARN}/last`,
        externalID: 'ours',
        sessionTags: [{ key: 'team', value: 'payments' }],
        transitiveTagKeys: ['team'],
      },
      await secretsManager(keysOf('last')),
    );

    expect(await read(client)).to.equal('document');
    expect(sts.forms.map((form) => form.get('RoleArn'))).to.deep.equal([
      `${ARN}/first`,
      `${ARN}/second`,
      `${ARN}/last`,
    ]);
  });

  it('takes a role as the role of a ServiceAccount', async () => {
    const { client } = await open(
      { auth: { jwt }, role: `${ARN}/of-app` },
      await secretsManager(keysOf('last')),
    );

    expect(await read(client)).to.equal('document');
  });

  it('tells STS who uses which store', async () => {
    const server = await secretsManager(keysOf('last'));
    const simple = await open(
      { auth: { secretRef }, role: `${ARN}/tagged`, sessionTagsPolicy: 'Simple' },
      server,
    );
    const custom = await open(
      {
        auth: { secretRef },
        role: `${ARN}/custom`,
        sessionTagsPolicy: 'Custom',
        customSessionTags: { owner: 'us' },
        sessionTags: [{ key: 'esoNamespace', value: 'somebody-else' }],
      },
      server,
    );

    expect([await read(simple.client), await read(custom.client)]).to.deep.equal([
      'document',
      'document',
    ]);
  });

  it('takes a role once for all reads, and again five minutes before it ends', async () => {
    const { client, context } = await open(
      { auth: { secretRef }, role: `${ARN}/external`, externalID: 'ours' },
      await secretsManager(keysOf('last')),
    );
    const taken = (): number =>
      context.calls.filter((call) => call.startsWith('AssumeRole')).length;

    await Promise.all([read(client), read(client)]);
    await clock.advance(HOUR_MS - 301_000);
    await read(client);
    expect(taken()).to.equal(1);
    await clock.advance(2000);
    await read(client);
    expect(taken()).to.equal(2);
  });

  it('goes on with the old keys as long as they are good while STS is away', async () => {
    const { client } = await open({ auth: { jwt } }, await secretsManager(keysOf('app')));
    await read(client);
    sts.fault('server-error');

    await clock.advance(HOUR_MS - 60_000);
    expect(await read(client)).to.equal('document');
    await clock.advance(31_000);
    expect(await faultOf(read(client))).to.have.property('code', 'BACKEND_UNAVAILABLE');
  });

  it('without auth is the role of the process’s own web identity (IRSA), and takes others from there', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'irsa-'));
    await writeFile(join(directory, 'token'), 'token-of-app');
    const environment = {
      AWS_ROLE_ARN: `${ARN}/app`,
      AWS_WEB_IDENTITY_TOKEN_FILE: join(directory, 'token'),
      AWS_ENDPOINT_URL_STS: sts.url,
    };
    const values = await withEnvironment(environment, async () => [
      await read((await open({}, await secretsManager(keysOf('app')))).client),
      await read(
        (await open({ role: `${ARN}/of-app` }, await secretsManager(keysOf('last')))).client,
      ),
    ]);
    await rm(directory, { recursive: true });

    expect(values).to.deep.equal(['document', 'document']);
  });

  it('without auth and with nothing in the process’s environment says that there are no credentials', async () => {
    const server = await secretsManager(keysOf('app'));
    const fault = await withEnvironment({ AWS_EC2_METADATA_DISABLED: 'true' }, async () =>
      faultOf(read((await open({}, server)).client)),
    );

    expect([fault.code, fault.message]).to.deep.equal([
      'UNAUTHENTICATED',
      'SecretStore "main": key "db": no AWS credentials: the store names none, and the default chain found none',
    ]);
  });

  it('beside an application is the Pod’s own, and reads no Secret', async () => {
    const server = await secretsManager(keysOf('pod'));
    const identity = { kind: 'direct', readToken: async () => 'token' } as const;
    const { client, context } = await withPodIdentity(keysOf('pod'), async () => {
      const session = await open({ auth: { jwt } }, server, { identity });
      await read(session.client);
      return session;
    });
    const refused = await faultOf(open({ auth: { secretRef } }, server, { identity }));

    expect(context.tokenRequests).to.be.empty;
    expect(client.writer).to.not.equal(undefined);
    expect(refused.code).to.equal('STORE_FORBIDDEN');
  });

  const faults: readonly (readonly [
    string,
    Partial<AwsBackend>,
    ContextOptions,
    string,
    string,
  ])[] = [
    [
      'a ServiceAccount that is not there',
      { auth: { jwt: { serviceAccountRef: { name: 'gone' } } } },
      {},
      'UNAUTHENTICATED',
      'spec.provider.aws.auth.jwt.serviceAccountRef: ServiceAccount "team-a/gone" does not exist',
    ],
    [
      'a ServiceAccount without a role',
      { auth: { jwt: { serviceAccountRef: { name: 'plain' } } } },
      {},
      'UNAUTHENTICATED',
      'spec.provider.aws.auth.jwt.serviceAccountRef: ServiceAccount "plain" has no annotation eks.amazonaws.com/role-arn; an IAM role must be associated with it',
    ],
    [
      'a token STS does not trust',
      { auth: { jwt } },
      { serviceAccounts: { 'team-a/app': 'forged' } },
      'UNAUTHENTICATED',
      'spec.provider.aws.auth.jwt.serviceAccountRef: STS answered 400 (InvalidIdentityTokenException)',
    ],
    [
      'a role that is not ours to take',
      { auth: { secretRef }, role: `${ARN}/of-app` },
      {},
      'UNAUTHENTICATED',
      'spec.provider.aws.role: STS answered 403 (SignatureDoesNotMatch)',
    ],
    [
      'an external id left out',
      { auth: { secretRef }, role: `${ARN}/external` },
      {},
      'UNAUTHENTICATED',
      `spec.provider.aws.role: STS answered 403 (AccessDenied: Not authorized to perform: sts:AssumeRole on resource: ${ARN}/external)`,
    ],
    [
      'tags left out',
      { auth: { secretRef }, role: `${ARN}/tagged` },
      {},
      'UNAUTHENTICATED',
      `spec.provider.aws.role: STS answered 403 (AccessDenied: Not authorized to perform: sts:AssumeRole on resource: ${ARN}/tagged)`,
    ],
    [
      'an additional role that is not there',
      { auth: { secretRef }, additionalRoles: [`${ARN}/first`, `${ARN}/none`] },
      {},
      'UNAUTHENTICATED',
      `spec.provider.aws.additionalRoles[1]: STS answered 403 (AccessDenied: Not authorized to perform: sts:AssumeRole on resource: ${ARN}/none)`,
    ],
    [
      'tags with no role to set them on',
      { auth: { secretRef }, sessionTagsPolicy: 'Simple' },
      {},
      'SPEC_INVALID',
      'spec.provider.aws.sessionTagsPolicy: is "Simple", but there is no role whose session the tags could be set on; set role',
    ],
  ];
  for (const [name, spec, options, code, message] of faults) {
    it(`says ${code} for ${name}, and so does the store’s check`, async () => {
      const server = await secretsManager(keysOf('last'));
      const attempt = async (work: (client: SecretsClient) => Promise<unknown>): Promise<unknown> =>
        work((await open(spec, server, options)).client);
      const reading = await faultOf(attempt(read));
      const checking = await faultOf(attempt(async (client) => client.checkAccess(never)));

      for (const fault of [reading, checking]) {
        expect([fault.code, fault.message]).to.deep.equal([code, `SecretStore "main": ${message}`]);
      }
      expect(server.calls).to.be.empty;
    });
  }

  for (const [kind, code] of [
    ['forbidden', 'UNAUTHENTICATED'],
    ['rate-limited', 'RATE_LIMITED'],
    ['server-error', 'BACKEND_UNAVAILABLE'],
    ['reset', 'BACKEND_UNAVAILABLE'],
    ['malformed', 'PAYLOAD_MALFORMED'],
  ] as const) {
    it(`says ${code} where STS is ${kind}, and none of what was sent`, async () => {
      const server = await secretsManager(keysOf('app'));
      const { client, context } = await open({ auth: { jwt } }, server);
      sts.fault(kind);

      const fault = await faultOf(read(client));

      expect(fault.code).to.equal(code);
      expect(fault.message).to.match(
        /^SecretStore "main": spec[.]provider[.]aws[.]auth[.]jwt[.]serviceAccountRef: STS/u,
      );
      expect(`${inspect(fault, { depth: 9 })}${context.logged.join('')}`).to.not.match(
        /token-of-app|marker-/u,
      );
    });
  }

  it('tries STS again as often as the store allows, and no oftener', async () => {
    const server = await secretsManager(keysOf('app'));
    const { client, context } = await open({ auth: { jwt } }, server, {
      maxRetries: 2,
      clock: systemClock,
    });
    sts.fault('server-error', 3);

    expect(await faultOf(read(client))).to.have.property('code', 'BACKEND_UNAVAILABLE');
    expect(context.calls).to.deep.equal(
      Array.from({ length: 3 }, () => 'AssumeRoleWithWebIdentity error'),
    );
  });

  it('says UNAUTHENTICATED for a token that has expired, and does not repeat it', async () => {
    const { client } = await open({ auth: { jwt } }, await secretsManager(keysOf('app')), {
      serviceAccounts: { 'team-a/app': 'old' },
    });

    const fault = await faultOf(read(client));

    expect(fault.message).to.equal(
      'SecretStore "main": spec.provider.aws.auth.jwt.serviceAccountRef: STS answered 400 (ExpiredTokenException)',
    );
  });
});
