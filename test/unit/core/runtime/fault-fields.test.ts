import { expect } from 'chai';
import { AppError, faultFields } from '../../../../core/runtime/index.ts';

describe('faultFields', () => {
  it('says code and message of a fault with a name, and not where it came from', () => {
    const fault = new AppError('TIMEOUT', 'no answer in time', { cause: new Error('secret') });

    expect(faultFields(fault)).to.deep.equal({
      code: 'TIMEOUT',
      cause: 'no answer in time',
      at: undefined,
    });
  });

  it('says where an unknown fault came from, and none of its words', () => {
    const { code, cause, at } = faultFields(
      new TypeError('secret\n    at secret (line:2)\nsecret'),
    );

    expect([code, cause]).to.deep.equal(['INTERNAL', 'an unexpected fault; the log has its cause']);
    expect(at)
      .to.match(/^at .*fault-fields\.test\.ts:\d+/u)
      .and.not.contain('secret');
  });

  it('says nothing of where when words and place cannot be told apart', () => {
    const fault = new Error('secret\n    at secret (line:2)');
    expect(fault.stack).to.contain('secret'); // from here on it is written down
    fault.message = 'another';

    expect(faultFields(fault).at).to.equal('');
    expect(faultFields('thrown text').at).to.equal('');
  });
});
