import { expect } from 'chai';
import { nextVersionId } from '../../../../../../core/provider/aws/secrets-manager/version-id.ts';

describe('nextVersionId', () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['begins at 1', [], '00000000-0000-0000-0000-000000000001'],
    [
      'carries over',
      ['00000000-0000-0000-0000-ffffffffffff'],
      '00000000-0000-0000-0001-000000000000',
    ],
    [
      'counts from the highest, though an older version is the current one',
      ['00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000009'],
      '00000000-0000-0000-0000-00000000000a',
    ],
    [
      'begins anew after the last id there is',
      ['ffffffff-ffff-ffff-ffff-ffffffffffff'],
      '00000000-0000-0000-0000-000000000000',
    ],
    ['passes over what is no UUID', ['terraform-1'], '00000000-0000-0000-0000-000000000001'],
  ];
  for (const [what, ids, next] of cases) {
    it(what, () => {
      expect(nextVersionId(ids)).to.equal(next);
    });
  }
});
