import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { SecretBytes } from '../../../../core/runtime/index.ts';
import { dataDigest, dataHash, markHash } from '../../../../core/sync/data-hash.ts';
import { secretData } from '../../../support/sync-builders.ts';

interface Vectors {
  readonly data: readonly {
    readonly data: Record<string, string>;
    readonly text: string;
    readonly hash: string;
  }[];
  readonly text: readonly { readonly text: string; readonly hash: string }[];
}

/** Computed by Go 1.26: sha3.Sum224([]byte(fmt.Sprintf("%+v", value))). */
const vectors = JSON.parse(
  readFileSync(new URL('./go-hashes.json', import.meta.url), 'utf8'),
) as Vectors;

describe('data hash', () => {
  for (const { data, text, hash } of vectors.data) {
    it(`is Go's of ${text}`, () => {
      const entries = Object.entries(data).map(
        ([key, value]) => [key, SecretBytes.fromBase64(value)] as const,
      );

      expect(dataHash(new Map(entries))).equal(hash);
    });
  }

  for (const { text, hash } of vectors.text) {
    it(`of plain text is Go's of ${text}`, () => {
      expect(markHash(text)).equal(hash);
    });
  }

  it('digest tells apart data that concatenates to the same bytes', () => {
    expect(dataDigest(secretData({ a: 'bc' }))).not.equal(dataDigest(secretData({ ab: 'c' })));
    expect(dataDigest(secretData({ a: '1', b: '2' }))).equal(
      dataDigest(secretData({ b: '2', a: '1' })),
    );
  });
});
