import { inspect } from 'node:util';
import { expect } from 'chai';
import { SecretBytes } from '../../../../core/runtime/index.ts';

describe('SecretBytes', () => {
  const secret = SecretBytes.fromUtf8('hunter2');
  const forms: readonly (readonly [string, string])[] = [
    ['String', String(secret)],
    ['JSON', JSON.stringify({ secret })],
    ['inspect', inspect({ secret }, { depth: 5, showHidden: true })],
  ];
  for (const [form, text] of forms) {
    it(`does not show its bytes in its ${form} form`, () => {
      expect(text).to.include('[redacted]').and.not.include('hunter2').and.not.include('104');
    });
  }

  it('gives its bytes to whoever reveals them', () => {
    expect(Buffer.from(secret.reveal()).toString()).to.equal('hunter2');
  });

  it('equals another with the same bytes only', () => {
    expect(secret.equals(SecretBytes.fromBase64('aHVudGVyMg=='))).to.equal(true);
    expect(secret.equals(SecretBytes.fromUtf8('hunter3'))).to.equal(false);
  });
});
