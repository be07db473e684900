import { expect } from 'chai';
import type { StoreBackend } from '../../../../core/api/index.ts';
import { isReferent } from '../../../../core/provider/index.ts';

function vault(auth: object): StoreBackend {
  return { name: 'vault', spec: { server: 'https://vault', version: 'v2', auth } };
}

function aws(sessionTagsPolicy: 'None' | 'Simple'): StoreBackend {
  return {
    name: 'aws',
    spec: { service: 'SecretsManager', region: 'eu-west-1', role: 'arn', sessionTagsPolicy },
  };
}

describe('referent authentication', () => {
  const cases = [
    ['a Secret without a namespace', vault({ tokenSecretRef: { name: 't' } }), true],
    ['a Secret with one', vault({ tokenSecretRef: { name: 't', namespace: 'n' } }), false],
    [
      'a ServiceAccount without a namespace, deep inside',
      vault({ kubernetes: { mountPath: 'k', role: 'r', serviceAccountRef: { name: 's' } } }),
      true,
    ],
    ['AWS with session tags, which name the namespace', aws('Simple'), true],
    ['AWS without them', aws('None'), false],
    ['no authentication at all', { name: 'fake', spec: { data: [] } }, false],
    ['a key that is not ours', { name: 'unsupported', key: 'pulumi' }, false],
  ] as const;
  for (const [name, backend, expected] of cases) {
    it(`is ${String(expected)} for ${name}`, () => {
      expect(isReferent(backend)).to.equal(expected);
    });
  }
});
