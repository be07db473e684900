import { expect } from 'chai';
import { DATES } from '../../../../../core/template/functions/dates.ts';
import {
  type FunctionContext,
  type GoValue,
  int64,
} from '../../../../../core/template/value/index.ts';

const NOW = new Date('2026-11-24T15:00:00Z');

const context: FunctionContext = {
  budget: { spend: () => undefined, checkSize: () => undefined },
  sources: { now: () => NOW, randomBytes: (length) => new Uint8Array(length) },
};

function call(name: string, ...args: readonly GoValue[]): GoValue {
  const found = DATES.find((each) => each.name === name);
  expect(found, name).to.not.equal(undefined);
  return found!.call(args, context);
}

describe('dates of templates that ask the clock', () => {
  it('now is what the clock says', () => {
    expect(call('unixEpoch', call('now'))).to.equal(String(NOW.getTime() / 1000));
  });

  it('what is no date is now', () => {
    expect(call('date', '2006-01-02 15:04', 'nonsense')).to.equal('2026-11-24 15:00');
    expect(call('htmlDate', null)).to.equal('2026-11-24');
  });

  it('ago counts from now', () => {
    expect(call('ago', int64(BigInt(NOW.getTime() / 1000 - 3661)))).to.equal('1h1m1s');
  });

  it('durationRound of a time counts from now', () => {
    const then = call('dateModify', '-50h', call('now'));

    expect(call('durationRound', then)).to.equal('2d');
  });

  it('shows summer and winter on the clocks of a zone', () => {
    const winter = 1_767_225_600n;

    expect(call('dateInZone', '15:04 MST', winter, 'Europe/Berlin')).to.equal('01:00 CET');
    expect(call('dateInZone', '15:04 -0700', winter + 15_552_000n, 'Europe/Berlin')).to.equal(
      '02:00 +0200',
    );
  });
});
