import { expect } from 'chai';
import type { Finding, InjectionRequest } from '../../../../core/api/index.ts';
import { checkRequest } from '../../../../webhook/injection/check.ts';

const request: InjectionRequest = {
  externalSecrets: ['database'],
  mountPath: '/secrets',
  containers: [],
  nativeSecret: false,
  reload: [],
};

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
});
