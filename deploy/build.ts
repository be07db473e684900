import { spawnSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import {
  bundleOptions,
  entryOutput,
  IMAGES,
  inputsOf,
  lateChunks,
  loadedAtOnce,
  packageFolder,
} from './bundle.ts';
import { thirdPartyNotices } from './licences.ts';

/** `npm run build`: what the images run, into dist/. */

const ROOT = join(import.meta.dirname, '..');
/** As the sidecar is started: the leanest flags must load every chunk (docs/reference/sidecar.md). */
const SIDECAR_FLAGS = ['--jitless', '--max-semi-space-size=1'];

/** A chunk that cannot load would otherwise be found out in the Pod that needs it. */
function checkChunksLoad(metafile: Metafile): number {
  const chunks = lateChunks(metafile);
  for (const chunk of chunks) {
    const script = `await import(${JSON.stringify(join(ROOT, chunk))})`;
    const { status, stderr } = spawnSync(
      process.execPath,
      [...SIDECAR_FLAGS, '--input-type=module', '--eval', script],
      { encoding: 'utf8' },
    );
    if (status !== 0) {
      throw new Error(`${chunk} does not load:\n${stderr}`);
    }
  }
  return chunks.length;
}

function describeEntry(metafile: Metafile, entryPoint: string): string {
  const loaded = [...loadedAtOnce(metafile, entryOutput(metafile, entryPoint))];
  const bytes = loaded.reduce((sum, path) => sum + (metafile.outputs[path]?.bytes ?? 0), 0);
  return `  ${entryPoint}: ${Math.round(bytes / 1024)} KiB loaded at start`;
}

async function buildImage(
  image: string,
  entryPoints: Readonly<Record<string, string>>,
): Promise<Metafile> {
  const { metafile } = await build(bundleOptions(ROOT, image, entryPoints));
  await writeFile(join(ROOT, 'dist', `${image}.meta.json`), JSON.stringify(metafile));
  await writeFile(join(ROOT, 'dist', image, 'package.json'), '{ "type": "module" }\n');
  const lines = Object.values(entryPoints).map((entry) => describeEntry(metafile, entry));
  console.log([`dist/${image}`, ...lines].join('\n'));
  return metafile;
}

await rm(join(ROOT, 'dist'), { recursive: true, force: true });
const metafiles: Metafile[] = [];
for (const [image, entryPoints] of Object.entries(IMAGES)) {
  metafiles.push(await buildImage(image, entryPoints));
}
const chunks = metafiles.map(checkChunksLoad).reduce((sum, count) => sum + count, 0);
console.log(`  ${chunks} late chunks load under ${SIDECAR_FLAGS.join(' ')}`);
const folders = new Set(
  metafiles
    .flatMap((metafile) => inputsOf(metafile, Object.keys(metafile.outputs)))
    .map(packageFolder)
    .filter((folder) => folder !== undefined),
);
await writeFile(join(ROOT, 'dist', 'THIRD-PARTY.txt'), await thirdPartyNotices(ROOT, folders));
console.log(`dist/THIRD-PARTY.txt: ${folders.size} packages`);
