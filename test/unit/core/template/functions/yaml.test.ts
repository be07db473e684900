import { expect } from 'chai';
import { renderTemplate } from '../../../../support/render-template.ts';

describe('toYaml', () => {
  for (const [json, yaml] of [
    ['{"b":1,"a10":2,"a9":[1,[2]]}', 'a9:\n- 1\n- - 2\na10: 2\nb: 1'],
    ['{"y":"yes","n":"1e3"}', '"n": "1e3"\n"y": "yes"'],
    ['"\u0085"', ' '],
    ['{"k\\nl":{"m":"n"}}', '? |-\n  k\n  l\n: m: "n"'],
  ] as const) {
    it(`writes ${json} as Go does`, async () => {
      const text = await renderTemplate('{{ .j | fromJson | toYaml }}', { j: json });

      expect(text).equal(yaml === ' ' ? "' '" : yaml);
    });
  }
});
