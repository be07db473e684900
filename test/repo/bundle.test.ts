import { join } from 'node:path';
import { expect } from 'chai';
import { build, type Metafile } from 'esbuild';
import {
  bundleOptions,
  entryOutput,
  IMAGES,
  inputsOf,
  lateChunks,
  loadedAtOnce,
  packageFolder,
} from '../../deploy/bundle.ts';

const ROOT = join(import.meta.dirname, '../..');

/** What loading an entry point loads at once, and everything it could ever load. */
async function bundle(entryPoint: string): Promise<Metafile> {
  const options = bundleOptions(ROOT, 'test', { main: entryPoint });
  return (await build({ ...options, write: false })).metafile;
}

function packagesIn(inputs: readonly string[]): readonly string[] {
  const folders = inputs.map(packageFolder).filter((folder) => folder !== undefined);
  return [...new Set(folders)].map((folder) => folder.replace(/^node_modules\//u, '')).toSorted();
}

function roomsIn(inputs: readonly string[], pattern: RegExp): readonly string[] {
  return inputs.filter((input) => packageFolder(input) === undefined && pattern.test(input));
}

describe('what the sidecar loads', () => {
  let metafile: Metafile;
  let atStart: readonly string[];

  before(async function () {
    this.timeout(30_000);
    metafile = await bundle(IMAGES.sync.sidecar);
    atStart = inputsOf(metafile, loadedAtOnce(metafile, entryOutput(metafile, 'sidecar/main.ts')));
  });

  it('at start is its own code and one package, for regular expressions', () => {
    expect(packagesIn(atStart)).to.deep.equal(['re2js']);
  });

  it('at start has no backend in it', () => {
    expect(roomsIn(atStart, /^core\/provider\/[^/]+\//u)).to.deep.equal([]);
    expect(roomsIn(atStart, /^core\/provider\/registry\.ts$/u)).to.have.length(1);
  });

  it('ever has no joi, and every SDK in it', () => {
    const ever = packagesIn(inputsOf(metafile, Object.keys(metafile.outputs)));

    expect(ever).not.to.include('joi');
    expect(ever).to.include('node-vault');
    expect(ever).to.include('@aws-sdk/client-secrets-manager');
    expect(ever).to.include('@aws-sdk/client-ssm');
  });

  it('of the Kubernetes client library comes only with a kubeconfig', () => {
    const holders = Object.entries(metafile.outputs)
      .filter(([, { inputs }]) =>
        packagesIn(Object.keys(inputs)).includes('@kubernetes/client-node'),
      )
      .map(([path]) => path);
    const alsoLoading = lateChunks(metafile).filter((chunk) =>
      holders.some((holder) => loadedAtOnce(metafile, chunk).has(holder)),
    );

    expect(alsoLoading.map((chunk) => metafile.outputs[chunk]?.entryPoint)).to.deep.equal([
      'core/kube/kubeconfig/index.ts',
    ]);
  });

  it('for one backend has nothing of another', () => {
    const chunks = lateChunks(metafile);
    for (const [backend, others] of [
      ['aws', /node_modules\/(?:node-vault|axios)\//u],
      ['vault', /node_modules\/@(?:aws-sdk|smithy)\//u],
      ['kubernetes', /node_modules\//u],
      ['fake', /node_modules\//u],
    ] as const) {
      const chunk = chunks.find((path) => path.includes(`/${backend}-`));
      expect(chunk, backend).not.to.equal(undefined);
      const own = [...loadedAtOnce(metafile, chunk ?? '')].filter(
        (path) => !loadedAtOnce(metafile, entryOutput(metafile, 'sidecar/main.ts')).has(path),
      );
      expect(
        inputsOf(metafile, own).filter((input) => others.test(input)),
        backend,
      ).to.deep.equal([]);
    }
  });

  it('for one service of AWS has no SDK of another, and STS only with a role', () => {
    const sdks = (chunk: string): readonly string[] => {
      const path = lateChunks(metafile).find((late) => late.includes(`/${chunk}-`));
      expect(path, chunk).not.to.equal(undefined);
      return packagesIn(inputsOf(metafile, loadedAtOnce(metafile, path ?? ''))).filter((name) =>
        name.startsWith('@aws-sdk/client-'),
      );
    };

    expect(sdks('aws')).to.deep.equal([]);
    expect(sdks('secrets-manager')).to.deep.equal(['@aws-sdk/client-secrets-manager']);
    expect(sdks('parameter-store')).to.deep.equal(['@aws-sdk/client-ssm']);
    expect(sdks('sts')).to.deep.equal(['@aws-sdk/client-sts']);
  });

  it('ever is tied to no processor architecture', () => {
    const native = Object.keys(metafile.inputs).filter((input) => /\.(?:node|wasm)$/u.test(input));

    expect(native).to.deep.equal([]);
  });
});

describe('what the webhook can load', () => {
  let inputs: readonly string[];

  before(async function () {
    this.timeout(30_000);
    const metafile = await bundle(IMAGES.webhook.main);
    inputs = inputsOf(metafile, Object.keys(metafile.outputs));
  });

  it('has no backend, no pipeline and no generator in it', () => {
    expect(roomsIn(inputs, /^core\/(?:provider|sync|generator)\//u)).to.deep.equal([]);
  });

  it('has no SDK and no Kubernetes client library in it', () => {
    const heavy = packagesIn(inputs).filter((name) =>
      /^(?:@aws-sdk|@google-cloud|@azure|@kubernetes|node-vault|axios)(?:\/|$)/u.test(name),
    );

    expect(heavy).to.deep.equal([]);
  });
});
