import type { CommandLine } from '../command-line.ts';
import type { Command, CommandDeps } from '../command.ts';
import { defineCommand, type UsageProblem } from '../define-command.ts';
import { EXIT } from '../exit-code.ts';
import { type OutputChoice, OUTPUT_HELP, parseOutputs, writeReport } from '../output/index.ts';
import { checkFiles, type Inspection } from './check-files.ts';
import { credentialFindings } from './credential/index.ts';
import { crossFindings } from './cross-reference.ts';
import { exposureFindings } from './exposure.ts';
import { FAIL_ON_OPTION, type FailOn, failsOn, parseFailOn } from './fail-on.ts';
import { type FileReader, readSources } from './source.ts';
import { validation, type Validate } from './validation.ts';

/** What check reaches besides the terminal. */
export interface CheckEdge {
  readonly files: FileReader;
  readonly writeFile: (path: string, text: string) => Promise<void>;
  readonly validate: Validate;
}

const OPTIONS = {
  output: { short: 'o', value: 'FORMAT', repeatable: true, help: OUTPUT_HELP },
  'fail-on': FAIL_ON_OPTION,
} as const;

interface CheckOptions {
  readonly paths: readonly string[];
  readonly outputs: readonly OutputChoice[];
  readonly failOn: FailOn;
}

const DESCRIPTION = `Says what is wrong with manifests of SecretStore, ClusterSecretStore and ExternalSecret, as the admission
webhook would, without a cluster. Files are one set: a store that names a key its Secret does not have, an
ExternalSecret whose store goes by another name, a credential written in a Secret or a variable, and a
ClusterSecretStore that is open to every namespace are found too. Objects of other kinds pass.`;

async function check(
  { paths, outputs, failOn }: CheckOptions,
  edge: CheckEdge,
  deps: CommandDeps,
): Promise<number> {
  const { files, unreadable } = await readSources(paths, edge.files, true);
  for (const reason of unreadable) {
    deps.writeError(`sallyport check: ${reason}\n`);
  }
  const inspections: readonly Inspection[] = [
    validation(edge.validate),
    crossFindings,
    credentialFindings,
    exposureFindings,
  ];
  const result = checkFiles(files, inspections);
  await writeReport({ ...result, files: files.map(({ name }) => name), unreadable }, outputs, {
    ...edge,
    ...deps,
  });
  if (unreadable.length > 0) {
    return EXIT.unreadable;
  }
  return failsOn(result.findings, failOn) ? EXIT.findings : EXIT.clean;
}

function readOptions(line: CommandLine<keyof typeof OPTIONS>): CheckOptions | UsageProblem {
  const outputs = parseOutputs(line.values('output'));
  if (!outputs.ok) {
    return { problem: outputs.problem };
  }
  return line.positionals.length === 0
    ? { problem: 'no PATH given' }
    : {
        paths: line.positionals,
        outputs: outputs.outputs,
        failOn: parseFailOn(line.value('fail-on')),
      };
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
    options: OPTIONS,
    examples: [
      'sallyport check store.yaml external-secret.yaml',
      'sallyport check deploy/ -o sarif=sallyport.sarif -o human',
      'helm template shop charts/shop | sallyport check - -o github',
      'kubectl kustomize overlays/production | sallyport check -',
    ],
    exitCodes:
      '0 nothing or warnings only, 1 errors found, 2 wrong usage, 3 a file could not be read, 70 a fault of sallyport itself',
    run: async (line, deps) => {
      const options = readOptions(line);
      return 'problem' in options ? options : check(options, edge, deps);
    },
  });
}
