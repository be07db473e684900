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

const DESCRIPTION = `Says what is wrong with manifests, as the admission webhook would, without a cluster: of SecretStore,
ClusterSecretStore and ExternalSecret all that validation says, and of all that policies judge what they say. Files are
one set: a store that names a key its Secret does not have, an ExternalSecret whose store goes by another name, a
credential written in a Secret or a variable, and a ClusterSecretStore that is open to every namespace are found
too. Stores, policies, Namespaces and RBAC among the files count; the options hand in those that lie elsewhere.
What a verdict had to assume is said in a note. Objects of other kinds pass.`;

interface Inspections {
  readonly all: readonly Inspection[];
  /** Policies that do not compile: configuration, not findings. */
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
  if (objects.policies.length + objects.configs.length === 0) {
    return { all: [], problems: [] };
  }
  const { judge, problems } = createJudgedWorld({
    objects,
    actor: options.actor,
    complete: {
      stores: isGiven(options.world, 'stores'),
      namespaces: isGiven(options.world, 'namespaces'),
      rbac: isGiven(options.world, 'rbac'),
    },
  });
  return { all: [policyInspection(judge, options.namespace)], problems };
}

/** What keeps a verdict from being one that `--require-complete` lets pass. */
function gaps(options: CheckOptions, findings: readonly FileFinding[]): readonly string[] {
  const assumed = findings.filter(isAssumption).length;
  return [
    ...(isGiven(options.world, 'policies')
      ? []
      : ['no policies were handed in; use --policies or --snapshot']),
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
  const result = checkFiles(files, inspections);
  const incomplete = options.requireComplete ? gaps(options, result.findings) : [];
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
