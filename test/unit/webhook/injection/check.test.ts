import { expect } from 'chai';
import type { Finding, InjectionRequest, RawObject } from '../../../../core/api/index.ts';
import { checkRequest } from '../../../../webhook/injection/check.ts';
import { aRequest } from './a-request.ts';

const request = aRequest();
const SIGNAL = {
  hooks: [{ kind: 'signal', signal: 'SIGHUP', process: 'nginx' }],
  rollback: false,
} as const;

function findingsFor(mountPath: string): readonly Finding[] {
  const volumeMounts = [{ name: 'data', mountPath }];
  return checkRequest({ spec: { containers: [{ name: 'app', volumeMounts }] } }, request);
}

describe('what of a request does not fit a Pod', () => {
  for (const mountPath of ['/secrets', '/secrets/', '/secrets//']) {
    it(`is a volume at ${mountPath} where the files would go`, () => {
      expect(findingsFor(mountPath).map(({ path }) => path)).to.deep.equal([
        'spec.containers[0].volumeMounts',
      ]);
    });
  }

  for (const mountPath of ['/', '/secrets/tls', '/data']) {
    it(`is not a volume at ${mountPath}`, () => {
      expect(findingsFor(mountPath)).to.deep.equal([]);
    });
  }

  it('is found in linear time, so that one Pod cannot hold up admission', function () {
    this.timeout(1000);

    expect(findingsFor(`${'/'.repeat(1_000_000)}x`)).to.deep.equal([]);
  });

  for (const [what, pod, change, found] of [
    [
      'an init container to come after that is not there',
      { initContainers: [{ name: 'migrate' }], containers: [{ name: 'app' }] },
      { sidecar: { ...request.sidecar, position: { kind: 'after', name: 'fetch' } } },
      'SPA-I003 metadata.annotations["sallyport.dev/position"]',
    ],
    [
      'a container that comes before the sidecar',
      { initContainers: [{ name: 'migrate' }], containers: [{ name: 'app' }] },
      { containers: ['migrate'], sidecar: { ...request.sidecar, position: { kind: 'last' } } },
      'SPA-I003 metadata.annotations["sallyport.dev/containers"]',
    ],
    [
      'a variable that is set already',
      { containers: [{ name: 'app', env: [{ name: 'PASSWORD', value: 'x' }] }] },
      { env: { from: 'secret', variables: [{ name: 'PASSWORD', source: 'db', key: 'p' }] } },
      'SPA-I006 spec.containers[0].env',
    ],
    [
      'a signal to processes that are kept apart',
      { shareProcessNamespace: false, containers: [{ name: 'app' }] },
      { reload: SIGNAL },
      'SPA-I004 spec.shareProcessNamespace',
    ],
    [
      "a signal to the node's processes",
      { hostPID: true, containers: [{ name: 'app' }] },
      { reload: SIGNAL },
      'SPA-I004 spec.hostPID',
    ],
    [
      'a signal to processes of who knows whom',
      { containers: [{ name: 'app' }] },
      { reload: SIGNAL },
      'SPA-I005 spec.securityContext.runAsUser',
    ],
  ] as const satisfies readonly (readonly [
    string,
    RawObject,
    Partial<InjectionRequest>,
    string,
  ])[]) {
    it(`is ${what}`, () => {
      const findings = checkRequest({ spec: pod }, aRequest(change));

      expect(findings.map(({ id, path }) => `${id} ${path}`)).to.deep.equal([found]);
    });
  }

  it('is not a signal where all containers are one user', () => {
    const spec = { securityContext: { runAsUser: 1000 }, containers: [{ name: 'app' }] };

    expect(checkRequest({ spec }, aRequest({ reload: SIGNAL }))).to.deep.equal([]);
  });

  it('is not a variable that we set ourselves', () => {
    const env = [{ name: 'P', valueFrom: { secretKeyRef: { name: 'db', key: 'p' } } }];
    const wanted = aRequest({
      env: { from: 'secret', variables: [{ name: 'P', source: 'db', key: 'p' }] },
    });

    expect(checkRequest({ spec: { containers: [{ name: 'app', env }] } }, wanted)).to.deep.equal(
      [],
    );
  });
});
