import type { Command, CommandDeps } from '../command.ts';
import { defineCommand } from '../define-command.ts';
import { EXIT } from '../exit-code.ts';
import { type FileReader, type ManifestFile, readSources } from '../files/index.ts';
import type { FileFinding } from '../finding.ts';
import { writeReport } from '../output/index.ts';
import {
  createJudgedWorld,
  mergeWorlds,
  readWorldFiles,
  sortOut,
  type WorldObjects,
  type WorldPaths,
} from '../world/index.ts';
import { checkFiles, type Inspection, readManifests } from './check-files.ts';
import { credentialFindings } from './credential/index.ts';
import { abilityInspection } from './ability.ts';
import { manifestElsewhere } from './manifest.ts';
import { crossFindings } from './cross-reference.ts';
import { exposureFindings } from './exposure.ts';
import { failsOn } from './fail-on.ts';
import { CHECK_OPTIONS, type CheckOptions, readCheckOptions } from './options.ts';
import { isAssumption, policyInspection } from './policy.ts';
import { validation, type Validate } from './validation.ts';

/** What check reaches besides the terminal. */
export interface CheckEdge {
  readonly files: FileReader;
  readonly writeFile: (path: string, text: string) => Promise<void>;
  readonly validate: Validate;
}

const DESCRIPTION = `Says what is wrong with manifests, as the admission webhook would, without a cluster: of every kind of External Secrets and
of policies all that validation says, and what policies say of those who use stores. Files are one set: a store that names a key its Secret does not have, an ExternalSecret whose store goes by another name, a
credential written in a Secret or a variable, and a ClusterSecretStore that is open to every namespace are found
too. Stores, policies, Namespaces and RBAC among the files count; the options hand in those that lie elsewhere.
What a verdict had to assume is said in a note. Objects of other kinds pass.`;

interface Inspections {
  readonly all: readonly Inspection[];
  /** Policies that were handed in and do not compile: configuration. What is wrong with those under check are findings. */
  readonly problems: readonly string[];
}

function isGiven(world: WorldPaths, option: keyof WorldPaths): boolean {
  return [...(world[option] ?? []), ...(world.snapshot ?? [])].length > 0;
}

function policies(
  options: CheckOptions,
  handedIn: WorldObjects,
  files: readonly ManifestFile[],
): Inspections {
  const among = sortOut(readManifests(files).map(({ raw }) => raw));
  const objects = mergeWorlds(handedIn, among);
  const none = objects.policies.length + objects.configs.length === 0;
  if (none && options.world.snapshot?.[0] === undefined) {
    return { all: [], problems: [] };
  }
  const given = {
    actor: options.actor,
    complete: {
      stores: isGiven(options.world, 'stores'),
      namespaces: isGiven(options.world, 'namespaces'),
      rbac: isGiven(options.world, 'rbac'),
    },
  };
  const { judge } = createJudgedWorld({ ...given, objects });
  return {
    all: [policyInspection(judge, options.namespace)],
    problems: createJudgedWorld({ ...given, objects: handedIn }).problems,
  };
}

/** What keeps a verdict from being one that `--require-complete` lets pass. */
function gaps({ all }: Inspections, findings: readonly FileFinding[]): readonly string[] {
  const assumed = findings.filter(isAssumption).length;
  return [
    ...(all.length > 0 ? [] : ['no policies were handed in; use --policies or --snapshot']),
    ...(assumed === 0
      ? []
      : [`${assumed} ${assumed === 1 ? 'verdict rests' : 'verdicts rest'} on an assumption`]),
  ];
}

async function check(options: CheckOptions, edge: CheckEdge, deps: CommandDeps): Promise<number> {
  const say = (reason: string): void => {
    deps.writeError(`sallyport check: ${reason}\n`);
  };
  const world = await readWorldFiles(options.world, edge.files);
  const { files, unreadable: missed } = await readSources(options.paths, edge.files, true);
  const unreadable = [...world.unreadable, ...missed];
  const ofPolicies = policies(options, world.objects, files);
  const inspections: readonly Inspection[] = [
    validation(edge.validate),
    ...ofPolicies.all,
    abilityInspection,
    crossFindings,
    credentialFindings,
    exposureFindings,
  ];
  const result = checkFiles(files, inspections, world.objects.stores.map(manifestElsewhere));
  const incomplete = options.requireComplete ? gaps(ofPolicies, result.findings) : [];
  [...unreadable, ...ofPolicies.problems, ...incomplete].forEach(say);
  const report = { ...result, files: files.map(({ name }) => name), unreadable };
  await writeReport(report, options.outputs, { ...edge, ...deps });
  if (ofPolicies.problems.length > 0) {
    return EXIT.usage;
  }
  if (unreadable.length + incomplete.length > 0) {
    return EXIT.unreadable;
  }
  return failsOn(result.findings, options.failOn) ? EXIT.findings : EXIT.clean;
}

/** `sallyport check`. */
export function createCheckCommand(edge: CheckEdge): Command {
  return defineCommand({
    name: 'check',
    summary: 'Say what is wrong with manifests, without a cluster',
    synopsis: 'PATH... [OPTIONS]',
    description: DESCRIPTION,
    arguments: {
      PATH: 'A file, a directory (its .yaml, .yml and .json files, and those below it), or - for standard input',
    },
    options: CHECK_OPTIONS,
    examples: [
      'sallyport check store.yaml external-secret.yaml',
      'sallyport check deploy/ --snapshot production.yaml --require-complete',
      'sallyport check deploy/ -o sarif=sallyport.sarif -o human',
      'helm template shop charts/shop | sallyport check - --policies policies/ -o github',
      'kubectl kustomize overlays/production | sallyport check -',
    ],
    exitCodes:
      '0 nothing or warnings only, 1 errors found, 2 wrong usage or a policy that does not compile, 3 a file could not be read or, with --require-complete, a verdict not be had, 70 a fault of sallyport itself',
    run: async (line, deps) => {
      const options = readCheckOptions(line);
      return 'problem' in options ? options : check(options, edge, deps);
    },
  });
}
