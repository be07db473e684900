import type { ManifestFile } from '../files/index.ts';
import { readYaml, type YamlProblem, type YamlStream } from '../yaml/index.ts';
import type { CheckedObject, CheckFinding, FileFinding } from '../finding.ts';
import { describeManifest, type Manifest, manifestLabel } from './manifest.ts';

export interface CheckResult {
  /** In the order of the files, and by line in each. */
  readonly findings: readonly FileFinding[];
  readonly objects: readonly CheckedObject[];
}

/** What there is to say of one object, seen beside all others of the files. */
export type Inspection = (manifest: Manifest, all: readonly Manifest[]) => readonly CheckFinding[];

/** Every object of the files, of any kind; what cannot be read is left out. */
export function readManifests(files: readonly ManifestFile[]): readonly Manifest[] {
  return files.flatMap(({ name, text }) => manifestsOf(name, readYaml(text)));
}

/**
 * Checks files as one set: each object is put before every inspection, with all others beside it, and those that lie
 * elsewhere and are not checked themselves.
 */
export function checkFiles(
  files: readonly ManifestFile[],
  inspections: readonly Inspection[],
  elsewhere: readonly Manifest[] = [],
): CheckResult {
  const streams = files.map(({ name, text }) => ({ name, stream: readYaml(text) }));
  const manifests = streams.flatMap(({ name, stream }) => manifestsOf(name, stream));
  const order = new Map(files.map(({ name }, index) => [name, index]));
  const findings = [
    ...streams.flatMap(({ name, stream }) =>
      stream.problems.map((problem) => problemFinding(name, problem)),
    ),
    ...manifests.flatMap((manifest) =>
      manifestFindings(manifest, [...manifests, ...elsewhere], inspections),
    ),
  ];
  return {
    findings: findings.toSorted(
      (left, right) =>
        (order.get(left.file) ?? 0) - (order.get(right.file) ?? 0) ||
        left.line - right.line ||
        left.column - right.column,
    ),
    objects: manifests.map((manifest) => ({
      file: manifest.file,
      label: manifestLabel(manifest),
    })),
  };
}

function manifestsOf(file: string, stream: YamlStream): readonly Manifest[] {
  return stream.objects.map((object) => describeManifest(file, object));
}

function problemFinding(file: string, { id, position, message }: YamlProblem): FileFinding {
  return { file, ...position, template: '', object: '', path: '', id, severity: 'error', message };
}

function manifestFindings(
  manifest: Manifest,
  all: readonly Manifest[],
  inspections: readonly Inspection[],
): readonly FileFinding[] {
  return inspections
    .flatMap((inspect) => inspect(manifest, all))
    .map(({ id, severity, path, message }) => ({
      file: manifest.file,
      ...manifest.locate(path),
      template: manifest.template,
      object: manifestLabel(manifest),
      path,
      id,
      severity,
      message,
    }));
}
