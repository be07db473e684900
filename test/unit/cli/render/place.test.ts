import { expect } from 'chai';
import fc from 'fast-check';
import { Scalar, stringify, Document } from 'yaml';
import { renderFiles } from '../../../../cli/render/render-files.ts';

const { signal } = new AbortController();
const HEAD = `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: a}
spec:
  target:
    template:
      data:
`;

/** What stands in the file from the place of the first finding to the end of the line; without a place "nowhere". */
async function pointed(text: string): Promise<string> {
  const { findings } = await renderFiles([{ name: 'es.yaml', text }], new Map(), signal);
  const [first] = findings;
  if (first?.message.includes('frob') !== true) {
    return `nowhere: ${first?.message ?? 'no finding'}`;
  }
  const { line, column } = first.position;
  return text.split(/\r?\n/)[line - 1]!.slice(column - 1);
}

describe('the place of a template’s fault', () => {
  const styles: readonly (readonly [style: string, field: string])[] = [
    ['a plain scalar', 'k: a {{ frob }}1'],
    ['a plain scalar over lines', 'k: a\n          b {{ .x\n          | frob }}1'],
    ['single quotes', "k: 'it''s {{ frob }}1'"],
    ['single quotes over lines', "k: 'it''s\n\n          b {{ frob }}1'"],
    ['double quotes', 'k: "{{ frob }}1"'],
    ['double quotes with escapes', String.raw`k: "\"\x41\u00e9\U0001F600\n\t\\{{ frob }}1"`],
    ['double quotes over lines', 'k: "a\n\n          b \\\n          c {{ frob }}1"'],
    ['a literal block', 'k: |\n          a\n\n            b {{ frob }}1'],
    ['a literal block that strips', 'k: |-\n          a {{ frob }}1'],
    ['a literal block with its indentation told', 'k: |2\n            a {{ frob }}1'],
    ['a literal block that begins empty', 'k: |+ # note\n\n\n          {{ frob }}1\n'],
    ['a folded block', 'k: >-\n          a\n          b\n\n            c {{ frob }}1'],
    ['letters of several bytes', 'k: é😀 {{ frob }}1'],
    ['an anchor', 'k: &here "é{{ frob }}1"'],
    ['a tag', 'k: !!str "{{ frob }}1"'],
    ['a key with dots', '"tls.crt": "{{ frob }}1"'],
  ];
  for (const [style, field] of styles) {
    it(`is found in ${style}`, async () => {
      expect(await pointed(`${HEAD}        ${field}\n`)).to.match(/^frob \}\}1/u);
    });
  }

  it('is found where lines end as on Windows', async () => {
    const text = `${HEAD}        k: |\n          a\n          {{ frob }}1\n`.replaceAll(
      '\n',
      '\r\n',
    );

    expect(await pointed(text)).to.equal('frob }}1');
  });

  it('is found in the second document of a file', async () => {
    const text = `kind: X\napiVersion: v1\n---\n${HEAD}        k: "{{ frob }}1"\n`;

    expect(await pointed(text)).to.equal('frob }}1"');
  });

  it('is found in JSON', async () => {
    const template = { data: { k: 'a\n{{ frob }}1' } };
    const object = {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: 'a' },
      spec: { target: { template } },
    };

    expect(await pointed(JSON.stringify(object))).to.match(/^frob \}\}1/u);
  });

  it('is found behind an alias, where the text stands', async () => {
    const text = `${HEAD}        j: &it "1"\n        k: *it\n`.replace('"1"', '"{{ frob }}1"');

    expect(await pointed(text)).to.equal('frob }}1"');
  });

  const sources: readonly (readonly [string, string])[] = [
    ['literal: |\n            a: {{ frob }}1', ''],
    [
      'configMap: {name: c, items: [{key: k.txt}]}',
      '---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  k.txt: |\n    x {{ frob }}1\n',
    ],
    [
      'secret: {name: c, items: [{key: k.txt}]}',
      '---\napiVersion: v1\nkind: Secret\nmetadata: {name: c}\nstringData:\n  k.txt: >\n    x\n    {{ frob }}1\n',
    ],
  ];
  for (const [source, rest] of sources) {
    it(`is found in templateFrom ${source.slice(0, 7)}`, async () => {
      const head = HEAD.replace('      data:', '      templateFrom:');

      expect(await pointed(`${head}        - ${source}\n${rest}`)).to.equal('frob }}1');
    });
  }

  it('is found in any text, however the YAML library writes it', async () => {
    const piece = fc.constantFrom(
      'a',
      ' ',
      '\n',
      '  ',
      "'",
      '"',
      '\\',
      '#',
      ': ',
      '- ',
      'é',
      '😀',
      '\t',
      '|',
    );
    const text = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));
    const style = fc.constantFrom(
      Scalar.BLOCK_FOLDED,
      Scalar.BLOCK_LITERAL,
      Scalar.PLAIN,
      Scalar.QUOTE_DOUBLE,
      Scalar.QUOTE_SINGLE,
    );
    await fc.assert(
      fc.asyncProperty(text, text, style, async (before, after, type) => {
        const scalar = new Scalar(`${before}{{ frob }}${after}`);
        scalar.type = type;
        const document = new Document({
          apiVersion: 'external-secrets.io/v1',
          kind: 'ExternalSecret',
          metadata: { name: 'a' },
          spec: { target: { template: { data: {} } } },
        });
        document.setIn(['spec', 'target', 'template', 'data', 'k'], scalar);

        expect(await pointed(stringify(document, { lineWidth: 40 }))).to.match(/^frob\b/u);
      }),
      { numRuns: 400 },
    );
  });
});
