import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { AppError } from '../../../../core/runtime/index.ts';
import { isValidJson, jsonObjectEntries, queryJson } from '../../../../core/template/index.ts';

interface Vectors {
  readonly documents: Readonly<Record<string, string>>;
  readonly cases: readonly {
    readonly document: string;
    readonly path: string;
    readonly raw?: string;
    readonly string?: string;
  }[];
}

const vectors = JSON.parse(
  readFileSync(new URL('vectors/gjson.json', import.meta.url), 'utf8'),
) as Vectors;

describe('queryJson', () => {
  for (const { document, path, raw, string } of vectors.cases) {
    it(`finds in ${document} by ${JSON.stringify(path)} what gjson finds`, () => {
      const result = queryJson(vectors.documents[document]!, path);

      expect(result).to.deep.equal(
        raw === undefined ? { exists: false } : { exists: true, raw, string },
      );
    });
  }

  for (const [json, path] of [
    ['[1]', `@this${'|@this'.repeat(100_000)}`],
    ['['.repeat(20_000) + ']'.repeat(20_000), '@dig:a'],
  ] as const) {
    it(`refuses what is nested too deeply: ${path.slice(0, 12)}`, () => {
      expect(() => queryJson(json, path))
        .to.throw(AppError, 'the JSON or its path is nested too deeply')
        .that.includes({ code: 'PAYLOAD_MALFORMED' });
    });
  }

  it('does not slow down on a pattern made of stars', () => {
    const json = JSON.stringify({ ['a'.repeat(2000)]: 1 });

    expect(queryJson(json, `${'*a'.repeat(500)}b*`).exists).to.equal(false);
  });
});

describe('isValidJson', () => {
  for (const text of ['{}', ' [1] ', '"x"', '-0.5e+3', 'null', '{"a":1,"a":2}']) {
    it(`accepts ${text}`, () => {
      expect(isValidJson(text)).to.equal(true);
    });
  }

  for (const text of ['', '{', "{'a':1}", '[1,]', '01', '+1', '"a\nb"', 'nul', '{} {}']) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(isValidJson(text)).to.equal(false);
    });
  }
});

describe('jsonObjectEntries', () => {
  it('gives members in order, numbers with their digits and objects with their bytes', () => {
    const entries = jsonObjectEntries(' {"b": 1.50, "a":"x\\ny", "o": {"k": 1} , "n":null}');

    expect(entries).to.deep.equal([
      ['b', { exists: true, raw: '1.50', string: '1.5' }],
      ['a', { exists: true, raw: '"x\\ny"', string: 'x\ny' }],
      ['o', { exists: true, raw: '{"k": 1}', string: '{"k": 1}' }],
      ['n', { exists: true, raw: 'null', string: '' }],
    ]);
  });

  for (const text of ['[1]', '"x"', 'no json', '', '{"a":1']) {
    it(`says undefined for ${JSON.stringify(text)}`, () => {
      expect(jsonObjectEntries(text)).to.equal(undefined);
    });
  }
});
