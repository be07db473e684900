import { relative } from 'node:path';
import { ESO_GROUP, type Finding, type RawObject } from '../../core/api/index.ts';
import { validateManifest } from '../../core/api/schema/index.ts';
import { textAt } from '../../core/runtime/index.ts';
import { nodeFileReader, readSources } from '../check/index.ts';
import { type Position, readYaml } from '../yaml/index.ts';
import { podOfWorkload } from './workload.ts';

/** One object of a file; or, where it could not be one, what is wrong and where. */
export interface Manifest {
  readonly file: string;
  /** The file as a person would name it from here. */
  readonly label: string;
  readonly object: RawObject | undefined;
  /** The workload whose Pod template the object is ("deployment.apps/web"); '' when it is as written. */
  readonly workload: string;
  /** "file:line:column: error: …", a line each; '' with an object. */
  readonly problems: string;
}

function line(
  file: string,
  { line: row, column }: Position,
  { id, message }: Pick<Finding, 'id' | 'message'>,
): string {
  return `${file}:${row}:${column}: error: ${message} [${id}]`;
}

/** What files hold, and why some could not be read, ready to print. */
export interface ManifestSet {
  readonly manifests: readonly Manifest[];
  readonly unreadable: readonly string[];
}

/** What an API server answers by itself, before any webhook: unknown fields, types, enums. */
function shapeFindings(object: RawObject): readonly Finding[] {
  return textAt(object, 'apiVersion').startsWith(`${ESO_GROUP}/`)
    ? validateManifest(object).filter(({ id }) => id.startsWith('SPA-S'))
    : [];
}

function manifestsOf(file: string, text: string): readonly Manifest[] {
  const fromHere = relative('', file);
  const label = fromHere.startsWith('..') ? file : fromHere;
  const { objects, problems } = readYaml(text);
  return [
    ...problems.map((problem) => ({
      file,
      label,
      object: undefined,
      workload: '',
      problems: line(label, problem.position, problem),
    })),
    ...objects.map((object) => {
      const findings = shapeFindings(object.raw);
      const { pod, workload } = podOfWorkload(object.raw) ?? { pod: object.raw, workload: '' };
      return {
        file,
        label,
        object: findings.length === 0 ? pod : undefined,
        workload,
        problems: findings
          .map((finding) => {
            const place = finding.path === '' ? '' : `${finding.path}: `;
            return line(label, object.locate(finding.path), {
              ...finding,
              message: place + finding.message,
            });
          })
          .join('\n'),
      };
    }),
  ];
}

/** Every object of the files and directories, in order. */
export async function readManifests(paths: readonly string[]): Promise<ManifestSet> {
  const { files, unreadable } = await readSources(paths, nodeFileReader, false);
  return { manifests: files.flatMap(({ name, text }) => manifestsOf(name, text)), unreadable };
}
