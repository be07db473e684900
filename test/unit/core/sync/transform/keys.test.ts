import { expect } from 'chai';
import { SecretBytes } from '../../../../../core/runtime/index.ts';
import { checkKeys } from '../../../../../core/sync/transform/check-keys.ts';
import { convertKeys } from '../../../../../core/sync/transform/convert-keys.ts';
import { checkNullBytes } from '../../../../../core/sync/transform/null-bytes.ts';
import { faultOf, secretData } from '../../../../support/sync-builders.ts';

describe('conversionStrategy', () => {
  for (const [key, byDefault, byUnicode] of [
    ['a/b', 'a_b', 'a_U002f_b'],
    ['a b$c', 'a_b_c', 'a_U0020_b_U0024_c'],
    ['plain-._9', 'plain-._9', 'plain-._9'],
    ['ä', 'ä', 'ä'],
    ['🐢', '_', '_U1f422_'],
  ] as const) {
    it(`makes ${byDefault} or ${byUnicode} of ${key}`, () => {
      expect([...convertKeys('Default', secretData({ [key]: '' })).keys()]).deep.equal([byDefault]);
      expect([...convertKeys('Unicode', secretData({ [key]: '' })).keys()]).deep.equal([byUnicode]);
    });
  }

  it('refuses two names that fall on one key', async () => {
    const fault = await faultOf(() => convertKeys('Default', secretData({ 'a/b': '', a_b: '' })));

    expect(fault.code).equal('KEY_CONFLICT');
    expect(fault.message).contain('secret name collision during conversion: a_b');
  });
});

describe('key check', () => {
  it('drops an entry without a name', () => {
    expect([...checkKeys(secretData({ '': 'x', a: 'y' })).keys()]).deep.equal(['a']);
  });

  for (const [name, key, message] of [
    ['a slash', 'a/b', "key has invalid character /, only alphanumeric, '-', '.' and '_'"],
    ['a letter outside ASCII', 'ä', 'key has invalid character ä'],
    ['254 bytes', 'x'.repeat(254), 'key has length 254 but max is 253'],
    ['two leading dots', '..data', 'must not be "." nor begin with ".."'],
    ['one dot', '.', 'must not be "." nor begin with ".."'],
  ] as const) {
    it(`refuses a key with ${name}`, async () => {
      const fault = await faultOf(() => checkKeys(secretData({ [key]: '' })));

      expect(fault.code).equal('KEY_INVALID');
      expect(fault.message).contain(message);
    });
  }

  it('accepts 253 bytes', () => {
    expect(checkKeys(secretData({ ['x'.repeat(253)]: '' })).size).equal(1);
  });
});

describe('nullBytePolicy', () => {
  const bytes = new SecretBytes(Buffer.from('a\0b'));

  it('Ignore lets a zero byte pass', () => {
    checkNullBytes('Ignore', 'k', bytes);
  });

  it('Fail names the key', async () => {
    const fault = await faultOf(() => {
      checkNullBytes('Fail', 'k', bytes);
    });

    expect(fault.message).contain('fetched secret value for key "k" contains null bytes');
  });
});
