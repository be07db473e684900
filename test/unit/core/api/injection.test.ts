import { expect } from 'chai';
import { INJECTION_ANNOTATIONS, parseInjection } from '../../../../core/api/index.ts';

const OPTED_IN = { 'sallyport.dev/inject': 'true', 'sallyport.dev/external-secrets': 'app' };

function idsOf(annotations: Record<string, string>): string[] {
  const parsed = parseInjection(annotations);
  return parsed.ok ? [] : parsed.findings.map(({ id, path }) => `${id} ${path}`);
}

describe('parseInjection', () => {
  it('leaves a Pod alone that says nothing, says false, or is only labelled by us', () => {
    for (const annotations of [
      {},
      { other: 'x' },
      { 'sallyport.dev/status': 'injected' },
      { 'sallyport.dev/inject': 'false', 'sallyport.dev/external-secrets': '!' },
    ]) {
      expect(parseInjection(annotations)).to.deep.equal({ ok: true, value: undefined });
    }
  });

  it('fills in what is not said', () => {
    expect(parseInjection(OPTED_IN)).to.deep.equal({
      ok: true,
      value: {
        externalSecrets: ['app'],
        mountPath: '/var/run/secrets/sallyport.dev',
        containers: [],
        nativeSecret: false,
        reload: [],
      },
    });
  });

  it('reads every annotation of the table', () => {
    const annotations = {
      'sallyport.dev/inject': 'true',
      'sallyport.dev/external-secrets': 'b, a.x',
      'sallyport.dev/mount-path': '/etc/app',
      'sallyport.dev/containers': 'web,worker',
      'sallyport.dev/native-secret': 'true',
      'sallyport.dev/reload-http': 'http://localhost:8080/-/reload',
    };

    const parsed = parseInjection(annotations);

    expect(Object.keys(annotations).toSorted()).to.deep.equal(
      INJECTION_ANNOTATIONS.map(({ name }) => name).toSorted(),
    );
    expect(parsed).to.deep.equal({
      ok: true,
      value: {
        externalSecrets: ['b', 'a.x'],
        mountPath: '/etc/app',
        containers: ['web', 'worker'],
        nativeSecret: true,
        reload: [{ kind: 'http', method: 'POST', url: 'http://localhost:8080/-/reload' }],
      },
    });
  });

  for (const [annotation, value, id] of [
    ['inject', 'yes', 'SPA-P002'],
    ['native-secret', 'True', 'SPA-P002'],
    ['external-secrets', '', 'SPA-P004'],
    ['external-secrets', 'a,a', 'SPA-P004'],
    ['external-secrets', 'a,', 'SPA-P004'],
    ['external-secrets', '../x', 'SPA-P004'],
    ['containers', 'Web', 'SPA-P004'],
    ['mount-path', 'etc/app', 'SPA-P006'],
    ['mount-path', '/etc/../app', 'SPA-P006'],
    ['mount-path', '/', 'SPA-P006'],
    ['mount-path', '/a:b', 'SPA-P006'],
    ['reload-http', 'http://10.0.0.1/', 'SPA-P007'],
    ['reload-http', 'http://127.0.0.1.evil.example/', 'SPA-P007'],
    ['reload-http', 'https://127.0.0.1/', 'SPA-P007'],
    ['reload-http', 'DELETE http://127.0.0.1/', 'SPA-P007'],
    ['reload-http', 'http://u:p@127.0.0.1/', 'SPA-P007'],
    ['reload-http', 'sometimes', 'SPA-P007'],
    ['mount-paht', '/x', 'SPA-P001'],
  ] as const) {
    it(`answers ${id} to ${annotation}: ${JSON.stringify(value)}`, () => {
      const found = idsOf({ ...OPTED_IN, [`sallyport.dev/${annotation}`]: value });

      expect(found).to.deep.equal([`${id} metadata.annotations["sallyport.dev/${annotation}"]`]);
    });
  }

  it('asks what an unknown annotation meant', () => {
    const parsed = parseInjection({ 'sallyport.dev/injekt': 'true' });

    expect(parsed.ok || parsed.findings[0]?.message).to.equal(
      'unknown annotation; did you mean sallyport.dev/inject?',
    );
  });

  it('wants a name where injection is asked for, and warns where names stand alone', () => {
    expect(idsOf({ 'sallyport.dev/inject': 'true' })).to.deep.equal([
      'SPA-P003 metadata.annotations["sallyport.dev/external-secrets"]',
    ]);
    const parsed = parseInjection({ 'sallyport.dev/external-secrets': 'a' });
    expect(parsed.ok || parsed.findings.map(({ severity }) => severity)).to.deep.equal(['warning']);
  });
});
