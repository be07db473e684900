import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { SecretBytes, toAppError } from '../../../../core/runtime/index.ts';
import { createEnvFilesSink } from '../../../../sidecar/volume/index.ts';
import { withScratchDirectory } from './scratch-directory.ts';

const signal = new AbortController().signal;
const VARIABLES = [
  { name: 'PASSWORD', externalSecret: 'database', key: 'password' },
  { name: 'USER', externalSecret: 'database', key: 'user' },
  { name: 'TOKEN', externalSecret: 'api', key: 'token' },
];

async function restore(
  directory: string,
  values: Readonly<Record<string, string>>,
): Promise<string> {
  const sink = createEnvFilesSink({ directory, variables: VARIABLES }, fs);
  const data = new Map(
    Object.entries(values).map(([key, value]) => [key, SecretBytes.fromUtf8(value)]),
  );
  try {
    await sink.restore('database', data, signal);
    return await fs.readFile(join(directory, 'database.env'), 'utf8');
  } catch (error) {
    return `${toAppError(error).code} ${toAppError(error).message}`;
  }
}

describe('createEnvFilesSink', () => {
  it('writes the variables of one ExternalSecret as the kubelet reads them', async () => {
    await withScratchDirectory(async (directory) => {
      const text = await restore(directory, { password: 'a\n"b" $c \\', user: 'me', other: 'x' });

      expect(text).to.equal(`PASSWORD='a\n"b" $c \\'\nUSER='me'\n`);
      expect(await fs.readdir(directory)).to.deep.equal(['database.env']);
    });
  });

  it('replaces the file whole', async () => {
    await withScratchDirectory(async (directory) => {
      await restore(directory, { password: 'longer than the next', user: 'me' });

      expect(await restore(directory, { password: 'x', user: 'me' })).to.equal(
        "PASSWORD='x'\nUSER='me'\n",
      );
    });
  });

  for (const [what, values, words] of [
    ['a key that is not there', { password: 'x' }, 'no key "user", which variable USER wants'],
    ['a single quote', { password: "it's", user: 'me' }, 'variable PASSWORD cannot hold'],
    ['more than the kubelet reads', { password: 'x'.repeat(65_536), user: 'me' }, '64 KiB'],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await withScratchDirectory(async (directory) => {
        const text = await restore(directory, values);

        expect(text).to.match(/^KEY_INVALID/u);
        expect(text).to.include(words);
        expect(text).not.to.include("it's");
      });
    });
  }
});
