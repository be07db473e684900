import { expect } from 'chai';
import { readYaml } from '../../../../cli/yaml/index.ts';

/** Problems as "line:column id message". */
function problems(text: string): readonly string[] {
  return readYaml(text).problems.map(
    ({ position, id, message }) => `${position.line}:${position.column} ${id} ${message}`,
  );
}

function names(text: string): readonly unknown[] {
  return readYaml(text).objects.map(({ raw }) => raw['name']);
}

function object(name: string): string {
  return `apiVersion: v1\nkind: Thing\nname: ${name}\n`;
}

describe('readYaml', () => {
  it('reads the good documents of a stream that has a bad one', () => {
    const text = `${object('one')}---\nkind: "open\n---\n${object('three')}`;

    expect(names(text)).to.deep.equal(['one', 'three']);
    expect(problems(text)).to.have.length(1);
    expect(problems(text)[0]).to.match(/^6:1 SPA-Y001 unreadable YAML: Missing closing "quote/);
  });

  it('takes a lone point for text, as kubectl does, and .5 for a number', () => {
    const text = 'apiVersion: v1\nkind: T\nname: [., .., -., .5, 1.]\n';

    expect(names(text)).to.deep.equal([['.', '..', '-.', 0.5, 1]]);
  });

  it('names the template that Helm made a document of', () => {
    const text = `---\n# Source: shop/templates/a.yaml\n${object('one')}---\n# Source: shop/templates/b.yaml\n# more\n${object('two')}---\n${object('three')}# Source: late\n`;

    expect(readYaml(text).objects.map(({ template }) => template)).to.deep.equal([
      'shop/templates/a.yaml',
      'shop/templates/b.yaml',
      '',
    ]);
  });

  it('counts lines over the whole stream', () => {
    const text = `${object('one')}---\n# two\n\n${object('two')}---\napiVersion: v1\nkind: T\na: 1\na: 2\n`;

    expect(problems(text)).to.deep.equal([
      '14:1 SPA-Y002 a: key used twice; the first is in line 13',
    ]);
  });

  it('finds a key used twice, however deep', () => {
    const text = `${object('x')}spec:\n  list:\n    - a: 1\n      b: 2\n      a: 3\n`;

    expect(problems(text)).to.deep.equal([
      '8:7 SPA-Y002 spec.list[0].a: key used twice; the first is in line 6',
    ]);
  });

  it('refuses indentation made of tabs, with a hint', () => {
    expect(problems('apiVersion: v1\nkind: T\nspec:\n\ta: 1\n')).to.deep.equal([
      '4:1 SPA-Y003 indented with tabs, which YAML does not allow: replace them by spaces',
    ]);
  });

  it('refuses indentation made of no-break spaces, with a hint', () => {
    expect(problems('apiVersion: v1\nkind: T\nspec:\n\u00a0 a: 1\n\u00a0 b: 1\n')).to.deep.equal([
      '4:1 SPA-Y004 indented with no-break spaces (U+00A0) in 2 lines: replace them by spaces',
    ]);
  });

  it('names other spaces by their code', () => {
    expect(problems('apiVersion: v1\nkind: T\nspec:\n \u3000a: 1\n')).to.deep.equal([
      '4:2 SPA-Y004 indented with spaces that are none for YAML (U+3000): replace them by spaces',
    ]);
  });

  it('lets tabs be where YAML does', () => {
    const text = `${object('x')}\t# a note\ntext: some\n  \twords\n`;

    expect(problems(text)).to.deep.equal([]);
  });

  it('takes a directive as part of the document it is for', () => {
    const text = `%YAML 1.1\n---\n${object('one')}---\n${object('two')}a: 1\na: 2\n`;

    expect(names(text)).to.deep.equal(['one']);
    expect(problems(text)).to.deep.equal([
      '11:1 SPA-Y002 a: key used twice; the first is in line 10',
    ]);
    expect(problems('%YAML 1.1\n---\nkind: T\nkind: U\n')).to.deep.equal([
      '4:1 SPA-Y002 kind: key used twice; the first is in line 3',
    ]);
  });

  it('leaves tabs and no-break spaces in text alone', () => {
    const text = `${object('x')}text: |\n  \u00a0 a\n  \tb\nquoted: "a\n  \u00a0 b"\n# \u00a0\n\u00a0\n`;

    expect(problems(`${object('x')}text: |\n  \u00a0 a\n  \tb\n`)).to.deep.equal([]);
    expect(problems(text.replace(/# .*\n.*\n$/, ''))).to.deep.equal([]);
  });

  it('says that a document has lost its indentation', () => {
    const [first, ...more] = problems(
      'apiVersion: v1\nkind: T\nmetadata:\nname: x\nspec:\nname: y\n',
    );

    expect(first).to.match(/^4:1 SPA-Y005 "name" stands at the top level while metadata is empty/);
    expect(more).to.deep.equal([]);
  });

  for (const text of ['just words', '- a\n- b\n', 'a: 1\n', 'kind: T\n']) {
    it(`takes ${JSON.stringify(text)} for no Kubernetes object`, () => {
      expect(problems(text)).to.deep.equal([
        '1:1 SPA-Y006 not a Kubernetes object: apiVersion and kind are missing',
      ]);
    });
  }

  for (const text of ['', '\n', '---\n---\n', '# only a comment\n', 'null\n']) {
    it(`finds nothing in ${JSON.stringify(text)}`, () => {
      expect(readYaml(text)).to.deep.equal({ objects: [], problems: [] });
    });
  }

  it('unpacks a List and finds fields in its items', () => {
    const text =
      'apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: T\n    spec: {a: 1}\n';

    const [item] = readYaml(text).objects;

    expect(item?.raw['kind']).to.equal('T');
    expect(item?.locate('spec.a')).to.deep.equal({ line: 6, column: 12 });
  });

  it('reads JSON', () => {
    expect(names('{"apiVersion": "v1", "kind": "T", "name": "x"}')).to.deep.equal(['x']);
  });

  it('reads YAML 1.1 as the API server does: words for booleans, dates as text', () => {
    const text = 'apiVersion: v1\nkind: T\nyes: on\noff: "off"\ndate: 2024-01-02\ntime: 12:30\n';

    expect(readYaml(text).objects[0]?.raw).to.deep.equal({
      apiVersion: 'v1',
      kind: 'T',
      true: true,
      false: 'off',
      date: '2024-01-02',
      time: '12:30',
    });
  });

  it('gives up on a document that explodes through its aliases', () => {
    const levels = Array.from({ length: 9 }, (_, level) =>
      level === 0
        ? 'a0: &a0 [x, x, x, x, x, x, x, x, x]'
        : `a${level}: &a${level} [${Array.from({ length: 9 }, () => `*a${level - 1}`).join(', ')}]`,
    );
    const text = `apiVersion: v1\nkind: T\n${levels.join('\n')}\n`;

    expect(problems(text)).to.have.length(1);
    expect(readYaml(text).objects).to.deep.equal([]);
  });
});

describe('locate', () => {
  const text = `apiVersion: v1
kind: T
spec:
  data:
    - secretKey: a
      remoteRef:
        key: x
    - {secretKey: b, remoteRef: {key: "y.z"}}
  "a.b": 1
`;
  const places = [
    ['', 1, 1],
    ['spec', 3, 1],
    ['spec.data', 4, 3],
    ['spec.data[0]', 5, 7],
    ['spec.data[0].remoteRef.key', 7, 9],
    ['spec.data[1].remoteRef.key', 8, 34],
    ['spec["a.b"]', 9, 3],
    ['spec.data[0].remoteRef.property', 6, 7],
    ['spec.missing.deeper', 3, 1],
    ['spec.data[7].secretKey', 4, 3],
  ] as const;
  for (const [path, line, column] of places) {
    it(`finds ${path === '' ? 'the object' : path} at ${line}:${column}`, () => {
      const [first] = readYaml(text).objects;

      expect(first?.locate(path)).to.deep.equal({ line, column });
    });
  }
});
