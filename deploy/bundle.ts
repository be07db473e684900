import { builtinModules } from 'node:module';
import { join } from 'node:path';
import type { BuildOptions, Metafile } from 'esbuild';

/** The processes of each image; one bundle an image, so that its processes share chunks. */
export const IMAGES = {
  webhook: { main: 'webhook/main.ts' },
  sync: { sidecar: 'sidecar/main.ts', controller: 'controller/main.ts' },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

export type ImageName = keyof typeof IMAGES;

/** CommonJS packages ask for Node's modules by require, which an ES module has not got by itself. */
const BANNER =
  "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);";

/** How an image's code is bundled: ES modules, what is imported late in chunks of its own, nothing external but Node. */
export function bundleOptions(
  root: string,
  image: string,
  entryPoints: Readonly<Record<string, string>>,
): BuildOptions & { readonly metafile: true } {
  return {
    absWorkingDir: root,
    entryPoints: { ...entryPoints },
    outdir: join('dist', image),
    entryNames: '[name]',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    external: builtinModules.map((name) => `node:${name}`),
    banner: { js: BANNER },
    // Less to read at start (1 MiB less resident); names stay, so that stack traces say something.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none', // dist/THIRD-PARTY.txt has every licence in full
    metafile: true,
    logLevel: 'warning',
  };
}

type Output = Metafile['outputs'][string];

function outputOf(metafile: Metafile, path: string): Output {
  const output = metafile.outputs[path];
  if (output === undefined) {
    throw new Error(`the bundle has no ${path}`);
  }
  return output;
}

/** The output that an entry point became. */
export function entryOutput(metafile: Metafile, entryPoint: string): string {
  const found = Object.entries(metafile.outputs).find(([, out]) => out.entryPoint === entryPoint);
  if (found === undefined) {
    throw new Error(`the bundle has no entry point ${entryPoint}`);
  }
  return found[0];
}

/** The outputs that loading `path` loads at once: itself and what it imports statically, however deep. */
export function loadedAtOnce(metafile: Metafile, path: string): ReadonlySet<string> {
  const loaded = new Set<string>();
  const waiting = [path];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (!loaded.has(next)) {
      loaded.add(next);
      const { imports } = outputOf(metafile, next);
      waiting.push(
        ...imports
          .filter(({ kind, external }) => kind === 'import-statement' && external !== true)
          .map((imported) => imported.path),
      );
    }
  }
  return loaded;
}

/** The outputs that are only ever imported late. */
export function lateChunks(metafile: Metafile): readonly string[] {
  const late = Object.values(metafile.outputs).flatMap(({ imports }) =>
    imports
      .filter(({ kind, external }) => kind === 'dynamic-import' && external !== true)
      .map(({ path }) => path),
  );
  return [...new Set(late)].toSorted();
}

/** The source files whose code is in these outputs. */
export function inputsOf(metafile: Metafile, outputs: Iterable<string>): readonly string[] {
  const inputs = new Set<string>();
  for (const path of outputs) {
    for (const [input, { bytesInOutput }] of Object.entries(outputOf(metafile, path).inputs)) {
      if (bytesInOutput > 0) {
        inputs.add(input);
      }
    }
  }
  return [...inputs].toSorted();
}

/** The folder of the package that a source file belongs to; undefined for our own. */
export function packageFolder(input: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(input)?.[0];
}
