import { expect } from 'chai';
import { build } from 'esbuild';

async function packagesOf(entry: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
  });
  const packages = Object.keys(metafile.inputs).flatMap((path) =>
    path.startsWith('node_modules/') ? [path.split('/')[1] ?? ''] : [],
  );
  return [...new Set(packages)];
}

describe('the doors of core/api', () => {
  it('brings no package with it through the first', async () => {
    expect(await packagesOf('core/api/index.ts')).to.deep.equal([]);
  });

  it('brings joi through the second', async () => {
    expect(await packagesOf('core/api/schema/index.ts')).to.include('joi');
  });
});
