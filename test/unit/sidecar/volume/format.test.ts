import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import type { FileFormat } from '../../../../core/api/index.ts';
import { SecretBytes, toAppError } from '../../../../core/runtime/index.ts';
import { formatFiles } from '../../../../sidecar/volume/format.ts';

function formatted(
  values: Readonly<Record<string, string | Uint8Array>>,
  ...formats: FileFormat[]
): Record<string, string> {
  const data = new Map(
    Object.entries(values).map(([key, value]) => [key, new SecretBytes(Buffer.from(value))]),
  );
  const files = formatFiles(data, formats);
  return Object.fromEntries(
    [...files].map(([name, bytes]) => [name, Buffer.from(bytes.reveal()).toString('utf8')]),
  );
}

function codeOf(work: () => unknown): string {
  try {
    work();
    return 'none';
  } catch (error) {
    return toAppError(error).code;
  }
}

const HARD = { quote: `a'b"c$HOME \`id\` \\n\\`, lines: 'one\ntwo\n', empty: '', space: ' x ' };

describe('formatFiles', () => {
  it('gives one file a key, and any bytes', () => {
    expect(formatted({ a: Buffer.from([0xff]) }, 'keys')).to.have.all.keys('a');
  });

  it('gives one file with all keys, sorted, beside them or alone', () => {
    expect(formatted({ b: '2', a: "it's" }, 'keys', 'json', 'dotenv', 'properties')).to.deep.equal({
      a: "it's",
      b: '2',
      'secrets.json': '{\n  "a": "it\'s",\n  "b": "2"\n}\n',
      'secrets.env': `a="it's"\nb='2'\n`,
      'secrets.properties': "a=it's\nb=2\n",
    });
    expect(formatted({ a: '1' }, 'json')).to.have.all.keys('secrets.json');
  });

  it('writes variables that a shell reads back as they were', () => {
    const file = formatted(HARD, 'dotenv')['secrets.env'] ?? '';
    const names = Object.keys(HARD);
    const script = `${file}printf '%s\\0' ${names.map((name) => `"$${name}"`).join(' ')}`;

    const values = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0');

    expect(values.slice(0, -1)).to.deep.equal(Object.values(HARD));
  });

  it('makes names of variables out of keys', () => {
    expect(formatted({ 'tls.crt': 'x', '1st': 'y' }, 'dotenv')['secrets.env']).to.equal(
      "_1st='y'\ntls_crt='x'\n",
    );
  });

  it('escapes what Java reads specially', () => {
    expect(formatted({ 'a b=c': ' x\n\\é😀' }, 'properties')['secrets.properties']).to.equal(
      'a\\ b\\=c=\\ x\\n\\\\\\u00e9\\ud83d\\ude00\n',
    );
  });

  for (const [what, code, work] of [
    [
      'bytes that are no text',
      'DECODE_FAILED',
      () => formatted({ a: Buffer.from([0xff]) }, 'json'),
    ],
    ['two keys of one variable', 'KEY_CONFLICT', () => formatted({ 'a.b': '', a_b: '' }, 'dotenv')],
    ['a NUL byte in a variable', 'KEY_INVALID', () => formatted({ a: '\0' }, 'dotenv')],
    [
      'a key with the name of the file',
      'KEY_CONFLICT',
      () => formatted({ 'secrets.json': '' }, 'keys', 'json'),
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(codeOf(work)).to.equal(code);
    });
  }
});
