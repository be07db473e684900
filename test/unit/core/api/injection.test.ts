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
        files: { layout: 'atomic', formats: ['keys'] },
        env: { from: 'secret', variables: [] },
        nativeSecret: false,
        reload: { hooks: [], rollback: false },
        staleness: { limitSeconds: 0, action: 'keep' },
        sidecar: { resources: {}, position: { kind: 'after-mesh' }, patch: [] },
      },
    });
  });

  it('reads every annotation of the table', () => {
    const annotations = {
      'sallyport.dev/inject': 'true',
      'sallyport.dev/external-secrets': 'b, a.x',
      'sallyport.dev/mount-path': '/etc/app',
      'sallyport.dev/containers': 'web,worker',
      'sallyport.dev/file-mode': '0440',
      'sallyport.dev/layout': 'flat',
      'sallyport.dev/format': 'json, keys',
      'sallyport.dev/env': 'PASSWORD=b/password, USER=a.x/user.name',
      'sallyport.dev/env-source': 'file',
      'sallyport.dev/native-secret': 'true',
      'sallyport.dev/reload':
        'signal nginx, signal USR1 my-app, http spring-boot:9000, http PUT http://[::1]:1/r',
      'sallyport.dev/reload-verify': 'http http://127.0.0.1:8080/health',
      'sallyport.dev/reload-rollback': 'true',
      'sallyport.dev/stale-limit': '1h30m',
      'sallyport.dev/stale-action': 'unready',
      'sallyport.dev/resources': 'limits.memory=256Mi, requests.cpu=10m',
      'sallyport.dev/position': 'after fetch',
      'sallyport.dev/native-sidecar': 'false',
      'sallyport.dev/container-patch': '[{"op":"add","path":"/env/-","value":{"name":"A"}}]',
    };

    const parsed = parseInjection(annotations);

    expect([...Object.keys(annotations), 'sallyport.dev/reload-http'].toSorted()).to.deep.equal(
      INJECTION_ANNOTATIONS.map(({ name }) => name).toSorted(),
    );
    expect(parsed).to.deep.equal({
      ok: true,
      value: {
        externalSecrets: ['b', 'a.x'],
        mountPath: '/etc/app',
        containers: ['web', 'worker'],
        files: { mode: 0o440, layout: 'flat', formats: ['keys', 'json'] },
        env: {
          from: 'file',
          variables: [
            { name: 'PASSWORD', source: 'b', key: 'password' },
            { name: 'USER', source: 'a.x', key: 'user.name' },
          ],
        },
        nativeSecret: true,
        reload: {
          hooks: [
            { kind: 'signal', signal: 'SIGHUP', process: 'nginx' },
            { kind: 'signal', signal: 'SIGUSR1', process: 'my-app' },
            { kind: 'http', method: 'POST', url: 'http://127.0.0.1:9000/actuator/refresh' },
            { kind: 'http', method: 'PUT', url: 'http://[::1]:1/r' },
          ],
          verify: { kind: 'http', method: 'GET', url: 'http://127.0.0.1:8080/health' },
          rollback: true,
        },
        staleness: { limitSeconds: 5400, action: 'unready' },
        sidecar: {
          resources: { 'requests.cpu': '10m', 'limits.memory': '256Mi' },
          position: { kind: 'after', name: 'fetch' },
          nativeSidecar: false,
          patch: [{ op: 'add', path: '/env/-', value: { name: 'A' } }],
        },
      },
    });
  });

  it('reads reload-http as a reload of one step', () => {
    const annotations = {
      ...OPTED_IN,
      'sallyport.dev/reload-http': 'http://localhost:8080/-/reload',
    };

    const parsed = parseInjection(annotations);

    expect(parsed.ok && parsed.value?.reload).to.deep.equal({
      hooks: [{ kind: 'http', method: 'POST', url: 'http://localhost:8080/-/reload' }],
      rollback: false,
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
    ['file-mode', '440!', 'SPA-P008'],
    ['file-mode', '0040', 'SPA-P008'],
    ['layout', 'flatt', 'SPA-P008'],
    ['format', 'keys,keys', 'SPA-P008'],
    ['format', 'xml', 'SPA-P008'],
    ['env', 'A=app', 'SPA-P008'],
    ['env', 'A=app/a,A=app/b', 'SPA-P008'],
    ['env', '1A=app/a', 'SPA-P008'],
    ['env-source', 'file', 'SPA-P009'],
    ['reload', 'nginx', 'SPA-P007'],
    ['reload', 'signal nginks', 'SPA-P007'],
    ['reload', 'signal KILL nginx', 'SPA-P007'],
    ['reload', 'signal HUP ../nginx', 'SPA-P007'],
    ['reload', 'http jboss', 'SPA-P007'],
    ['reload', 'http prometheus:99999', 'SPA-P007'],
    ['reload', 'http POST http://10.0.0.1/', 'SPA-P007'],
    ['reload', 'signal nginx,', 'SPA-P007'],
    ['reload-verify', 'file', 'SPA-P009'],
    ['reload-verify', 'maybe', 'SPA-P007 SPA-P009'],
    ['reload-rollback', 'true', 'SPA-P009'],
    ['stale-limit', 'soon', 'SPA-P008'],
    ['stale-limit', '10ms', 'SPA-P008'],
    ['stale-action', 'unready', 'SPA-P009'],
    ['resources', 'cpu=1', 'SPA-P008'],
    ['resources', 'requests.cpu=much', 'SPA-P008'],
    ['position', 'second', 'SPA-P008'],
    ['position', 'after Fetch', 'SPA-P008'],
    ['native-sidecar', 'auto', 'SPA-P002'],
    ['container-patch', '{}', 'SPA-P008'],
    ['container-patch', '[{"op":"move","path":"/a","from":"/b"}]', 'SPA-P008'],
    ['container-patch', '[{"op":"add","path":"env","value":1}]', 'SPA-P008'],
  ] as const) {
    it(`answers ${id} to ${annotation}: ${JSON.stringify(value)}`, () => {
      const found = idsOf({ ...OPTED_IN, [`sallyport.dev/${annotation}`]: value });

      expect(found).to.deep.equal(
        id.split(' ').map((each) => `${each} metadata.annotations["sallyport.dev/${annotation}"]`),
      );
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
