import { dirname, join } from 'node:path';
import type { RawObject } from '../../core/api/index.ts';
import { ofOurKinds, readManifests, type Validate } from '../check/index.ts';
import { type FileReader, readSources } from '../files/index.ts';
import { createJudgedWorld, sortOut } from '../world/index.ts';
import { type CaseOutcome, runCase } from './run-case.ts';
import type { TestCase, TestSuite } from './suite.ts';

export interface SuiteOutcome {
  readonly name: string;
  readonly cases: readonly CaseOutcome[];
  /** Why the suite could not be run: a file that is not there, a policy that does not compile. */
  readonly problems: readonly string[];
}

export interface SuiteEdge {
  readonly files: FileReader;
  readonly validate: Validate;
}

interface Objects {
  readonly objects: readonly RawObject[];
  readonly problems: readonly string[];
}

async function read(
  names: readonly string[],
  folder: string,
  reader: FileReader,
): Promise<Objects> {
  if (names.length === 0) {
    return { objects: [], problems: [] };
  }
  const paths = names.map((name) => join(folder, name));
  const { files, unreadable } = await readSources(paths, reader, true);
  return { objects: readManifests(files).map(({ raw }) => raw), problems: unreadable };
}

async function objectsOf(test: TestCase, folder: string, reader: FileReader): Promise<Objects> {
  return test.object === undefined
    ? read([test.file], folder, reader)
    : { objects: [test.object], problems: [] };
}

/** Runs the cases of a suite that lies in a file. */
export async function runSuite(
  suite: TestSuite,
  path: string,
  { files, validate }: SuiteEdge,
): Promise<SuiteOutcome> {
  const folder = path === '-' ? '.' : dirname(path);
  const world = await read(suite.world, folder, files);
  const objects = sortOut(world.objects);
  const { problems } = createJudgedWorld({
    objects,
    complete: { stores: true, namespaces: true, rbac: true },
    actor: undefined,
  });
  const broken = [...world.problems, ...problems];
  const cases: CaseOutcome[] = [];
  for (const test of broken.length > 0 ? [] : suite.cases) {
    const judged = await objectsOf(test, folder, files);
    broken.push(...judged.problems);
    cases.push(runCase(test, judged.objects, objects, ofOurKinds(validate)));
  }
  return { name: suite.name, cases, problems: broken };
}
