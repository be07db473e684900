import { expect } from 'chai';
import { renderTemplate } from '../../../../support/render-template.ts';

/** As Go's package answers each text. */
const NO_TOKEN = (where: string): string =>
  `{"Error":"error converting YAML to JSON: yaml: ${where}found character that cannot start any token"}`;

const CASES: readonly (readonly [text: string, answer: string])[] = [
  ['-\tfoo', NO_TOKEN('')],
  ['a:\n-\tb', NO_TOKEN('line 2: ')],
  ['a:\n  - \tb', NO_TOKEN('line 2: ')],
  ['a:\n  -\tb\n  - c', NO_TOKEN('line 2: ')],
  ['a:\n- b\n-\t', NO_TOKEN('line 3: ')],
  ['-\t# c\n', NO_TOKEN('')],
  ['?\ta\n: b', NO_TOKEN('')],
  ['? a\n: \tb', NO_TOKEN('line 2: ')],
  ['a:\n - b:\n   -\tc', NO_TOKEN('line 3: ')],
  ['a:\tb', '{"a":"b"}'],
  ['a: [b,\tc]', '{"a":["b","c"]}'],
  ['a:\n- b:\tc', '{"a":[{"b":"c"}]}'],
  ['a: |\n  -\tb\n', '{"a":"-\\tb\\n"}'],
  ['a: "-\tb"', '{"a":"-\\tb"}'],
  ['a: b # -\tx', '{"a":"b"}'],
];

describe('fromYaml and tabs', () => {
  for (const [text, answer] of CASES) {
    it(`answers ${JSON.stringify(text)} as Go does`, async () => {
      expect(await renderTemplate('{{ .y | fromYaml | toJson }}', { y: text })).to.equal(answer);
    });
  }
});
