import { expect } from 'chai';
import { isValidJson, setJsonPath } from '../../../../core/template/index.ts';
import { readJson } from '../../../support/template-vectors.ts';

interface WriteVector {
  readonly id: string;
  readonly document: string;
  readonly path: string;
  readonly value: string;
  readonly result?: string;
  readonly error?: string;
}

const { vectors } = readJson('json/sjson.json') as { readonly vectors: readonly WriteVector[] };

describe('setJsonPath', () => {
  it('gives what sjson gives, or refuses what it refuses', () => {
    expect(vectors.length).to.be.at.least(100);
    const different = vectors.filter(({ document, path, value, result, error }) => {
      const written = setJsonPath(document, path, value);
      return written.ok ? written.json !== result : written.message !== error;
    });

    expect(
      different.map((vector) => ({
        ...vector,
        ours: setJsonPath(vector.document, vector.path, vector.value),
      })),
    ).to.deep.equal([]);
  });

  const refused = [
    ['{"a":1', 'a', 'what is there already is no JSON'],
    ['{"a":1}', 'a.#', 'the path must name one place, without wildcards, queries or modifiers'],
    ['{"a":1}', 'a*', 'the path must name one place, without wildcards, queries or modifiers'],
    ['{"a":1}', '@this', 'the path must name one place, without wildcards, queries or modifiers'],
    ['{"a":1}', 'x|y', 'the path must name one place, without wildcards, queries or modifiers'],
    ['{"a":1}', '[a,b]', 'the path must name one place, without wildcards, queries or modifiers'],
    ['{"a":1}', 'b.999999999', 'a list gets no more than 10000 items'],
  ] as const;
  for (const [json, path, message] of refused) {
    it(`refuses ${path} in ${json}: ${message}`, () => {
      expect(setJsonPath(json, path, 'v')).to.deep.equal({ ok: false, message });
    });
  }

  it('leaves JSON behind', () => {
    for (const { document, path, value } of vectors) {
      const written = setJsonPath(document, path, value);
      expect(!written.ok || isValidJson(written.json), `${document} ${path}`).to.equal(true);
    }
  });
});
