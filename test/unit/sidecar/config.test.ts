import { expect } from 'chai';
import { parseSidecarConfig } from '../../../sidecar/index.ts';

const SPEC = {
  version: 1,
  externalSecrets: ['database', 'api.keys'],
  directory: '/var/run/sallyport/secrets',
  fileMode: 0o440,
  directoryMode: 0o750,
  layout: 'atomic',
  formats: ['keys'],
  env: [{ name: 'PASSWORD', externalSecret: 'database', key: 'password' }],
  nativeSecret: 'elected',
  phase: 'stay',
  staleLimitSeconds: 3600,
  verify: { kind: 'file' },
  rollback: true,
  reload: [{ kind: 'http', method: 'POST', url: 'http://localhost:8080/reload' }],
};

const ENV = {
  PATH: '/usr/bin',
  SALLYPORT_SIDECAR_SPEC: JSON.stringify(SPEC),
  SALLYPORT_POD_NAMESPACE: 'shop',
  SALLYPORT_POD_NAME: 'shop-7d9c',
  SALLYPORT_POD_UID: 'b1946ac9',
};

function problems(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const parsed = parseSidecarConfig(env);
  return parsed.ok ? [] : parsed.findings.map(({ path, message }) => `${path} ${message}`);
}

describe('parseSidecarConfig', () => {
  it('reads what the webhook set, and defaults for the rest', () => {
    expect(parseSidecarConfig(ENV)).to.deep.equal({
      ok: true,
      value: {
        spec: SPEC,
        namespace: 'shop',
        podName: 'shop-7d9c',
        podUid: 'b1946ac9',
        identityDirectory: '/var/run/secrets/kubernetes.io/serviceaccount',
        probeHost: '0.0.0.0',
        probePort: 9808,
        logLevel: 'info',
      },
    });
  });

  it('reports every problem at once', () => {
    const found = problems({ SALLYPORT_LOG_LEVEL: 'loud', SALLYPORT_PROBE_PORT: '99999' });

    expect(found.map((line) => line.split(' ')[0])).to.have.members([
      'SALLYPORT_SIDECAR_SPEC',
      'SALLYPORT_SIDECAR_SPEC',
      'SALLYPORT_PROBE_PORT',
      'SALLYPORT_LOG_LEVEL',
      'SALLYPORT_POD_NAMESPACE',
      'SALLYPORT_POD_NAME',
      'SALLYPORT_POD_UID',
    ]);
  });

  it('refuses a variable it does not know and names those it does', () => {
    expect(problems({ ...ENV, SALLYPORT_LOGLEVEL: 'debug' })[0]).to.match(
      /^SALLYPORT_LOGLEVEL unknown variable; known are .*SALLYPORT_LOG_LEVEL/u,
    );
  });

  it('leaves alone what the kubelet sets for a Service', () => {
    expect(
      problems({
        ...ENV,
        SALLYPORT_WEBHOOK_SERVICE_HOST: '10.0.0.1',
        SALLYPORT_WEBHOOK_PORT: 'tcp://10.0.0.1:443',
      }),
    ).to.deep.equal([]);
  });

  for (const [what, change, path] of [
    ['no ExternalSecret', { externalSecrets: [] }, 'externalSecrets'],
    ['a name that leads elsewhere', { externalSecrets: ['../etc'] }, 'externalSecrets[0]'],
    ['a name that is no text', { externalSecrets: [1] }, 'externalSecrets[0]'],
    ['a name twice', { externalSecrets: ['a', 'a'] }, 'externalSecrets[1]'],
    ['a relative directory', { directory: 'secrets' }, 'directory'],
    ['a directory with ..', { directory: '/var/../etc' }, 'directory'],
    ['a mode beyond the permission bits', { fileMode: 0o4755 }, 'fileMode'],
    ['a mode as text', { directoryMode: '0750' }, 'directoryMode'],
    ['another version', { version: 2 }, 'version'],
    ['an unknown field', { revision: 2 }, 'revision'],
    ['an unknown layout', { layout: 'round' }, 'layout'],
    ['no format', { formats: [] }, 'formats'],
    ['an unknown format', { formats: ['keys', 'xml'] }, 'formats'],
    ['a variable without a key', { env: [{ name: 'A', externalSecret: 'b' }] }, 'env'],
    ['an unknown phase', { phase: 'twice' }, 'phase'],
    ['a limit in words', { staleLimitSeconds: '1h' }, 'staleLimitSeconds'],
    ['a rollback in words', { rollback: 'true' }, 'rollback'],
    ['a verification of another kind', { verify: { kind: 'exec' } }, 'verify.kind'],
    [
      'a verification that leaves the Pod',
      { verify: { kind: 'http', method: 'GET', url: 'http://10.0.0.1/' } },
      'verify.url',
    ],
    [
      'an unknown signal',
      { reload: [{ kind: 'signal', signal: 'SIGKILL', process: 'nginx' }] },
      'reload[0].signal',
    ],
    [
      'a signal to nobody',
      { reload: [{ kind: 'signal', signal: 'SIGHUP', process: '' }] },
      'reload[0].process',
    ],
    ['an unknown writer', { nativeSecret: 'always' }, 'nativeSecret'],
    ['hooks that are no list', { reload: {} }, 'reload'],
    ['a hook of another kind', { reload: [{ ...SPEC.reload[0], kind: 'exec' }] }, 'reload[0].kind'],
    [
      'a hook that deletes',
      { reload: [{ ...SPEC.reload[0], method: 'DELETE' }] },
      'reload[0].method',
    ],
    [
      'a hook that leaves the Pod',
      { reload: [{ ...SPEC.reload[0], url: 'http://169.254.169.254/' }] },
      'reload[0].url',
    ],
  ] as const) {
    it(`refuses ${what} and says where`, () => {
      const found = problems({
        ...ENV,
        SALLYPORT_SIDECAR_SPEC: JSON.stringify({ ...SPEC, ...change }),
      });

      expect(found.map((line) => line.split(' ')[0])).to.deep.equal([
        `SALLYPORT_SIDECAR_SPEC.${path}`,
      ]);
    });
  }

  for (const text of ['{', 'null', '[]', '"x"']) {
    it(`refuses ${text} as the document`, () => {
      expect(problems({ ...ENV, SALLYPORT_SIDECAR_SPEC: text })).to.deep.equal([
        'SALLYPORT_SIDECAR_SPEC must be the JSON document that the webhook writes',
      ]);
    });
  }
});
