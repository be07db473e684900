import { expect } from 'chai';
import { decodeValue } from '../../../../../core/sync/transform/decode.ts';
import { SecretBytes } from '../../../../../core/runtime/index.ts';
import { faultOf, textOf } from '../../../../support/sync-builders.ts';

/** Text, and what Go's base64.StdEncoding and URLEncoding make of it (hex); undefined where they refuse. */
const GO: readonly (readonly [string, string | undefined, string | undefined])[] = [
  ['', '', ''],
  ['YQ==', '61', '61'],
  ['YQ', undefined, undefined],
  ['YQ=', undefined, undefined],
  ['YWI=', '6162', '6162'],
  ['YWJj', '616263', '616263'],
  ['YW\nJj', '616263', '616263'],
  ['YQ=\r\n=', '61', '61'],
  ['YR==', '61', '61'],
  ['Y Q==', undefined, undefined],
  ['test', 'b5eb2d', 'b5eb2d'],
  ['12345678', 'd76df8e7aefc', 'd76df8e7aefc'],
  ['-_-_', undefined, 'fbffbf'],
  ['+/+/', 'fbffbf', undefined],
  ['YQ==YQ==', undefined, undefined],
  ['=', undefined, undefined],
  ['YWJj\n', '616263', '616263'],
];

function hexOf(bytes: SecretBytes): string {
  return Buffer.from(bytes.reveal()).toString('hex');
}

describe('decodingStrategy', () => {
  for (const [text, standard, url] of GO) {
    for (const [strategy, wanted] of [
      ['Base64', standard],
      ['Base64URL', url],
    ] as const) {
      it(`${strategy} reads ${JSON.stringify(text)} as Go does`, async () => {
        const decode = (): SecretBytes => decodeValue(strategy, SecretBytes.fromUtf8(text));

        if (wanted === undefined) {
          expect((await faultOf(decode)).code).equal('DECODE_FAILED');
        } else {
          expect(hexOf(decode())).equal(wanted);
        }
      });
    }
  }

  for (const [text, wanted] of [
    ['Zm9v', 'foo'],
    ['bG_Dtg==', 'loö'],
    ['not base64!', 'not base64!'],
    ['foo', 'foo'],
  ] as const) {
    it(`Auto reads ${text} as ${wanted}`, () => {
      expect(textOf(decodeValue('Auto', SecretBytes.fromUtf8(text)))).equal(wanted);
    });
  }

  it('None leaves Base64 alone', () => {
    expect(textOf(decodeValue('None', SecretBytes.fromUtf8('Zm9v')))).equal('Zm9v');
  });

  it('keeps binary that is no Base64 whole under Auto', () => {
    expect(hexOf(decodeValue('Auto', new SecretBytes(Buffer.from('00ff80', 'hex'))))).equal(
      '00ff80',
    );
  });
});
