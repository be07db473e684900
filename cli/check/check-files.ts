import { ESO_GROUP, type Finding, type RawObject } from '../../core/api/index.ts';
import { readYaml, type YamlProblem, type YamlStream } from '../yaml/index.ts';
import { crossFindings } from './cross-reference.ts';
import type { FileFinding } from './finding.ts';
import { describeManifest, type Manifest, manifestLabel } from './manifest.ts';

export interface ManifestFile {
  readonly name: string;
  readonly text: string;
}

export interface CheckResult {
  /** In the order of the files, and by line in each. */
  readonly findings: readonly FileFinding[];
  /** Objects that could be read, of every kind. */
  readonly objectCount: number;
}

/** Everything wrong with one object of our kinds; see validateManifest of core/api. */
export type Validate = (object: RawObject) => readonly Finding[];

const KINDS: ReadonlySet<string> = new Set(['ExternalSecret', 'SecretStore', 'ClusterSecretStore']);

/** Checks files as one set: each object by itself, and what they say of each other. Other kinds pass. */
export function checkFiles(files: readonly ManifestFile[], validate: Validate): CheckResult {
  const streams = files.map(({ name, text }) => ({ name, stream: readYaml(text) }));
  const manifests = streams.flatMap(({ name, stream }) => manifestsOf(name, stream));
  const findings = streams.flatMap(({ name, stream }) => [
    ...stream.problems.map((problem) => problemFinding(name, problem)),
    ...manifests
      .filter(({ file }) => file === name)
      .flatMap((manifest) => manifestFindings(manifest, manifests, validate)),
  ]);
  const order = new Map(files.map(({ name }, index) => [name, index]));
  return {
    findings: findings.toSorted(
      (left, right) =>
        (order.get(left.file) ?? 0) - (order.get(right.file) ?? 0) ||
        left.line - right.line ||
        left.column - right.column,
    ),
    objectCount: manifests.length,
  };
}

function manifestsOf(file: string, stream: YamlStream): readonly Manifest[] {
  return stream.objects.map((object) =>
    describeManifest(file, object.raw, (path) => object.locate(path)),
  );
}

function problemFinding(file: string, { id, position, message }: YamlProblem): FileFinding {
  return { file, ...position, object: '', path: '', id, severity: 'error', message };
}

function manifestFindings(
  manifest: Manifest,
  all: readonly Manifest[],
  validate: Validate,
): readonly FileFinding[] {
  const isOurs = manifest.group === ESO_GROUP && KINDS.has(manifest.kind);
  const found = [...(isOurs ? validate(manifest.raw) : []), ...crossFindings(manifest, all)];
  return found.map(({ id, severity, path, message }) => ({
    file: manifest.file,
    ...manifest.locate(path),
    object: manifestLabel(manifest),
    path,
    id,
    severity,
    message,
  }));
}
