import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compileRegexp } from '../../../../core/template/index.ts';
import type { GoRegexp } from '../../../../core/template/regexp.ts';

interface Vectors {
  readonly cases: readonly {
    readonly expression: string;
    readonly text: string;
    readonly replacement: string;
    readonly matches: boolean;
    readonly replaced: string;
  }[];
  readonly refused: readonly { readonly expression: string; readonly message: string }[];
}

const vectors = JSON.parse(
  readFileSync(new URL('vectors/regexp.json', import.meta.url), 'utf8'),
) as Vectors;

function compiled(expression: string): GoRegexp {
  const result = compileRegexp(expression);
  if (!result.ok) {
    throw new Error(result.message);
  }
  return result.value;
}

describe('compileRegexp', () => {
  for (const { expression, text, replacement, matches, replaced } of vectors.cases) {
    it(`replaces ${expression} in ${JSON.stringify(text)} by ${replacement} as Go does`, () => {
      const regexp = compiled(expression);

      expect(regexp.test(text)).to.equal(matches);
      expect(regexp.replaceAll(text, replacement)).to.equal(replaced);
    });
  }

  for (const { expression, message } of vectors.refused) {
    it(`refuses ${expression} in Go's words`, () => {
      expect(compileRegexp(expression)).to.deep.equal({ ok: false, message });
    });
  }
});
