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

  const large: readonly (readonly [string, string])[] = [
    ['many repetitions', 'x{1000}'.repeat(51)],
    ['a long group, repeated', `(${'ab'.repeat(50)}){1000}`],
    ['repetitions inside repetitions', '(?:[^]x]{10}y{2,100}){1000}'.repeat(3)],
    ['escapes, repeated', '\\pL{999,}\\x{10FFFF}{1000}'.repeat(26)],
    ['great length', 'x'.repeat(50_001)],
  ];
  for (const [what, expression] of large) {
    it(`refuses as too large an expression with ${what}`, () => {
      const quoted = `${expression.slice(0, 64)}…`;

      expect(compileRegexp(expression)).to.deep.equal({
        ok: false,
        message: `error parsing regexp: expression too large: \`${quoted}\``,
      });
    });
  }

  const within: readonly string[] = [
    'x{1000}'.repeat(40),
    `[${'x{1000}'.repeat(1000)}]`,
    `\\Q${'x{1000}'.repeat(1000)}\\E`,
    `(?:${Array.from({ length: 1000 }, (_, index) => `team-${index}/database`).join('|')})`,
    '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?([.][a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?){0,10}$',
  ];
  for (const expression of within) {
    it(`takes ${expression.slice(0, 40)}`, () => {
      expect(compileRegexp(expression).ok).to.equal(true);
    });
  }
});
