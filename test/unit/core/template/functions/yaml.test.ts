import { expect } from 'chai';
import { failureOf, renderTemplate } from '../../../../support/render-template.ts';

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

describe('fromYaml', () => {
  for (const [yaml, json] of [
    ['a: |\n  x', '{"a":"x"}'],
    ['a: |\n  x\n', '{"a":"x\\n"}'],
    ['y: 010\n1_0: 2026-11-24', '{"10":"2026-11-24","true":8}'],
    ['  a: 1\nb: 2', '{"a":1}'],
    ['b: &b {x: 1, y!: 2}\nc: {<<: *b, x: 3}', '{"b":{"x":1,"y!":2},"c":{"x":3,"y!":2}}'],
  ] as const) {
    it(`reads ${JSON.stringify(yaml)} as Go does`, async () => {
      expect(await renderTemplate('{{ .y | fromYaml | toJson }}', { y: yaml })).equal(json);
    });
  }

  it('stops at aliases that make much of little', async () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let depth = 1; depth < 9; depth += 1) {
      const alias = `*a${depth - 1}`;
      lines.push(`a${depth}: &a${depth} [${Array<string>(10).fill(alias).join(', ')}]`);
    }

    expect(await failureOf('{{ .y | fromYaml | len }}', { y: lines.join('\n') })).match(
      /steps|size|limit/u,
    );
  });
});
