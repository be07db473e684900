import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadKubeconfig } from '../../../../../core/kube/kubeconfig/index.ts';
import { AppError } from '../../../../../core/runtime/index.ts';

const signal = new AbortController().signal;

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function config(user: object, cluster: object = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'dev',
    clusters: [
      {
        name: 'c',
        cluster: {
          server: 'https://127.0.0.1:6443',
          'certificate-authority-data': base64('CA'),
          ...cluster,
        },
      },
    ],
    users: [{ name: 'u', user }],
    contexts: [
      { name: 'dev', context: { cluster: 'c', user: 'u', namespace: 'shop' } },
      { name: 'lost', context: { cluster: 'none', user: 'u' } },
    ],
  };
}

describe('loadKubeconfig', () => {
  let directory: string;
  let path: string;

  async function load(content: object, context?: string) {
    await writeFile(path, JSON.stringify(content));
    return loadKubeconfig({ path, context, homeDirectory: directory, pathSeparator: ':' });
  }

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
    path = join(directory, 'config');
  });
  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  it('reads cluster, namespace and a client certificate', async () => {
    const connection = await load(
      config({ 'client-certificate-data': base64('CERT'), 'client-key-data': base64('KEY') }),
    );
    const { cert, key, headers } = await connection.credentials(signal);

    expect(connection).to.include({
      server: 'https://127.0.0.1:6443',
      namespace: 'shop',
      verifyServer: true,
    });
    expect([connection.ca, cert, key].map(String)).to.deep.equal(['CA', 'CERT', 'KEY']);
    expect(headers).to.deep.equal({});
  });

  it('reads a token', async () => {
    const connection = await load(config({ token: 't' }, { 'insecure-skip-tls-verify': true }));

    expect((await connection.credentials(signal)).headers).to.deep.equal({
      authorization: 'Bearer t',
    });
    expect(connection.verifyServer).to.equal(false);
  });

  it('asks an exec plugin', async () => {
    const answer = {
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: 'from-plugin' },
    };
    const connection = await load(
      config({
        exec: {
          apiVersion: 'client.authentication.k8s.io/v1',
          command: process.execPath,
          args: ['-e', `console.log(${JSON.stringify(JSON.stringify(answer))})`],
        },
      }),
    );

    expect((await connection.credentials(signal)).headers).to.deep.equal({
      authorization: 'Bearer from-plugin',
    });
  });

  it('merges the files of KUBECONFIG, the first one winning', async () => {
    const other = join(directory, 'other');
    await writeFile(path, JSON.stringify(config({ token: 'first' })));
    await writeFile(
      other,
      JSON.stringify({
        'current-context': 'more',
        clusters: [{ name: 'd', cluster: { server: 'https://other:1' } }],
        users: [{ name: 'v', user: { token: 'second' } }],
        contexts: [{ name: 'more', context: { cluster: 'd', user: 'v' } }],
      }),
    );
    const deps = { path: `${path}:${other}`, homeDirectory: directory, pathSeparator: ':' };

    const current = await loadKubeconfig({ ...deps, context: undefined });
    const chosen = await loadKubeconfig({ ...deps, context: 'more' });

    expect([current.server, chosen.server, chosen.namespace]).to.deep.equal([
      'https://127.0.0.1:6443',
      'https://other:1',
      'default',
    ]);
  });

  for (const [what, content, context, words] of [
    ['a context that is not there', config({ token: 't' }), 'prod', 'it has: dev, lost'],
    ['a cluster that is not there', config({ token: 't' }), 'lost', 'cluster "none"'],
    ['a proxy', config({ token: 't' }, { 'proxy-url': 'http://p' }), 'dev', 'proxy-url'],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const fault = await load(content, context).catch((error: unknown) => error);

      expect(fault).to.be.instanceOf(AppError).and.have.property('code', 'CONFIG_INVALID');
      expect(fault).to.have.property('message').that.contains(words);
    });
  }

  it('says whose credentials cannot be had when a plugin fails', async () => {
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: process.execPath,
      args: ['-e', 'process.exit(1)'],
    };

    const fault = await load(config({ exec })).catch((error: unknown) => error);

    expect(fault).to.be.instanceOf(AppError).and.have.property('code', 'KUBE_FORBIDDEN');
    expect(fault).to.have.property('message').that.contains('user "u"');
  });

  it('refuses a file that is not there', async () => {
    const fault = await loadKubeconfig({
      path: undefined,
      context: undefined,
      homeDirectory: directory,
      pathSeparator: ':',
    }).catch((error: unknown) => error);

    expect(fault).to.be.instanceOf(AppError);
    expect(fault).to.have.property('message').that.contains(`${directory}/.kube/config`);
  });
});
