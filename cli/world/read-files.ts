import type { RawObject } from '../../core/api/index.ts';
import type { CommandOption } from '../command.ts';
import { type FileReader, readSources } from '../files/index.ts';
import { readYaml } from '../yaml/index.ts';
import type { WorldPart } from './kinds.ts';
import { mergeWorlds, NO_OBJECTS, sortOut, type WorldObjects } from './objects.ts';
import type { Completeness } from './policy-world.ts';
import { isSnapshotHead } from './snapshot-head.ts';

const PATH = { value: 'FILE', repeatable: true } as const;

/** Options that hand in what a verdict rests on, for the tables of commands that need no cluster. */
export const WORLD_OPTIONS = {
  policies: { ...PATH, help: 'SecretAccessPolicies and the SecretAccessConfig' },
  stores: {
    ...PATH,
    help: 'SecretStores and ClusterSecretStores that are not among what is checked',
  },
  namespaces: { ...PATH, help: 'Namespaces with their labels' },
  rbac: { ...PATH, help: 'Roles, ClusterRoles and their bindings' },
  snapshot: { value: 'FILE', help: "All of these at once: what 'sallyport snapshot' wrote" },
} as const satisfies Readonly<Record<string, CommandOption>>;

export type WorldOption = keyof typeof WORLD_OPTIONS;

/** The files that a command line names, by option. */
export type WorldPaths = Readonly<Partial<Record<WorldOption, readonly string[]>>>;

/** The world's options of a command line that has them all. */
export function worldPathsOf(line: { values(name: WorldOption): readonly string[] }): WorldPaths {
  return Object.fromEntries(OPTIONS.map((option) => [option, line.values(option)]));
}

export interface FileReading {
  readonly objects: WorldObjects;
  /** Why a file could not be read, ready to print. */
  readonly unreadable: readonly string[];
}

const PARTS = {
  policies: ['policies', 'configs'],
  stores: ['stores'],
  namespaces: ['namespaces'],
  rbac: ['rbac'],
  snapshot: ['policies', 'configs', 'stores', 'namespaces', 'rbac', 'subjects'],
} as const satisfies Readonly<Record<WorldOption, readonly WorldPart[]>>;

interface RawReading {
  readonly objects: readonly RawObject[];
  readonly unreadable: readonly string[];
}

async function readObjects(paths: readonly string[], reader: FileReader): Promise<RawReading> {
  const { files, unreadable } = await readSources(paths, reader, true);
  const streams = files.map(({ name, text }) => ({ name, ...readYaml(text) }));
  const problems = streams.flatMap(({ name, problems: found }) =>
    found.map(
      ({ position, message }) =>
        `cannot read ${name}:${position.line}:${position.column}: ${message}`,
    ),
  );
  return {
    objects: streams.flatMap(({ objects }) => objects.map(({ raw }) => raw)),
    unreadable: [...unreadable, ...problems],
  };
}

/** Flags whose files hold nothing of what they are for: a wrong path must not pass for an empty cluster. */
function emptiness(
  option: WorldOption,
  paths: readonly string[],
  { objects, unreadable }: RawReading,
): readonly string[] {
  const all = sortOut(objects);
  if (unreadable.length > 0) {
    return [];
  }
  if (option === 'snapshot') {
    return objects.some(isSnapshotHead)
      ? []
      : [`cannot read ${paths.join(', ')}: it is no snapshot; make one with 'sallyport snapshot'`];
  }
  return PARTS[option].some((part) => all[part].length > 0)
    ? []
    : [`cannot read ${paths.join(', ')}: it has nothing that --${option} is for`];
}

function chosen(option: WorldOption, objects: readonly RawObject[]): WorldObjects {
  const all = sortOut(objects);
  const parts = PARTS[option].map((part) => [part, all[part]] as const);
  return { ...NO_OBJECTS, ...Object.fromEntries(parts) };
}

/** Is any file named? */
export function namesWorldFiles(paths: WorldPaths): boolean {
  return OPTIONS.some((option) => (paths[option] ?? []).length > 0);
}

// What is handed in by name stands over what a snapshot says.
const OPTIONS = ['snapshot', 'policies', 'stores', 'namespaces', 'rbac'] as const;

/** Reads the files that a command line names. */
export async function readWorldFiles(named: WorldPaths, reader: FileReader): Promise<FileReading> {
  let world = NO_OBJECTS;
  const unreadable: string[] = [];
  for (const option of OPTIONS) {
    const paths = named[option] ?? [];
    if (paths.length > 0) {
      const reading = await readObjects(paths, reader);
      unreadable.push(...reading.unreadable, ...emptiness(option, paths, reading));
      world = mergeWorlds(world, chosen(option, reading.objects));
    }
  }
  return { objects: world, unreadable };
}

/** Is a part handed in as a whole? Files that name none mean the cluster, which has everything. */
export function completenessOf(paths: WorldPaths): Completeness {
  const isGiven = (option: WorldOption): boolean =>
    !namesWorldFiles(paths) || [...(paths[option] ?? []), ...(paths.snapshot ?? [])].length > 0;
  return {
    stores: isGiven('stores'),
    namespaces: isGiven('namespaces'),
    rbac: isGiven('rbac'),
  };
}
