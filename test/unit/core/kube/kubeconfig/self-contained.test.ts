import { expect } from 'chai';
import { parseKubeconfig } from '../../../../../core/kube/kubeconfig/index.ts';

function kubeconfig(cluster: object, user: object, current = 'c'): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': current,
    contexts: [{ name: 'c', context: { cluster: 'k', user: 'u' } }],
    clusters: [{ name: 'k', cluster: { server: 'https://10.0.0.1:6443', ...cluster } }],
    users: [{ name: 'u', user }],
  });
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

describe('a kubeconfig out of a Secret', () => {
  it('gives server, authorities and token', () => {
    const text = kubeconfig({ 'certificate-authority-data': base64('CA') }, { token: 't' });

    expect(parseKubeconfig(text)).to.deep.equal({
      ok: true,
      entry: { server: 'https://10.0.0.1:6443', ca: 'CA', identity: undefined, token: 't' },
    });
  });

  it('gives a client certificate', () => {
    const user = {
      'client-certificate-data': base64('CERT'),
      'client-key-data': base64('KEY'),
    };

    expect(parseKubeconfig(kubeconfig({}, user)))
      .to.deep.include({ ok: true })
      .and.deep.nested.include({
        'entry.identity': { cert: 'CERT', key: 'KEY' },
      });
  });

  const refused: readonly (readonly [string, object, object])[] = [
    ['certificate-authority', { 'certificate-authority': '/etc/ca.crt' }, { token: 't' }],
    ['client-certificate', {}, { 'client-certificate': '/c', 'client-key': '/k' }],
    ['exec', {}, { exec: { command: 'steal', apiVersion: 'client.authentication.k8s.io/v1' } }],
    ['auth-provider', {}, { 'auth-provider': { name: 'gcp' } }],
    ['as', {}, { token: 't', as: 'admin' }],
    ['proxy-url', { 'proxy-url': 'http://evil' }, { token: 't' }],
    ['insecure-skip-tls-verify', { 'insecure-skip-tls-verify': true }, { token: 't' }],
  ];
  for (const [member, cluster, user] of refused) {
    it(`may not use ${member}`, () => {
      const parsed = parseKubeconfig(kubeconfig(cluster, user));

      expect(parsed).to.have.property('ok', false);
      expect(parsed).to.have.property('problem').that.includes(`uses ${member}, `);
    });
  }

  it('may not point at a file of ours for its token', () => {
    const parsed = parseKubeconfig(kubeconfig({}, { tokenFile: '/var/run/secrets/token' }));

    expect(parsed).to.deep.equal({
      ok: false,
      problem: 'gives user "u" neither token nor client certificate',
    });
  });

  for (const [name, text] of [
    ['no YAML', '{'],
    ['another document', 'just words'],
    ['an absent context', kubeconfig({}, { token: 't' }, 'other')],
  ] as const) {
    it(`is refused as ${name}`, () => {
      expect(parseKubeconfig(text)).to.have.property('ok', false);
    });
  }
});
