import { stringify } from 'yaml';
import type { RawObject } from '../../core/api/index.ts';
import type { CommandLine } from '../command-line.ts';
import type { Command, CommandDeps } from '../command.ts';
import { defineCommand, type UsageProblem } from '../define-command.ts';
import { EXIT } from '../exit-code.ts';
import { type FileReader, readSources } from '../files/index.ts';
import { readYaml } from '../yaml/index.ts';
import { readNeeds, type ServiceAccountName } from './serviceaccount-needs.ts';
import { leastRights } from './serviceaccount.ts';

const OPTIONS = {
  serviceaccount: {
    value: 'NAMESPACE/NAME',
    help: 'The ServiceAccount of the Pods',
  },
  file: {
    short: 'f',
    value: 'FILE',
    repeatable: true,
    help: 'Pods or workloads and the ExternalSecrets they name: a manifest, a directory, or - for standard input',
  },
  'no-controller': {
    help: 'No controller serves the namespace: with sallyport.dev/native-secret the sidecars write',
  },
} as const;

type Line = CommandLine<keyof typeof OPTIONS>;

const NAME = /^([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)\/([a-z0-9](?:[-.a-z0-9]*[a-z0-9])?)$/u;

function parseName(text: string | undefined): ServiceAccountName | undefined {
  const [, namespace, name] = NAME.exec(text ?? '') ?? [];
  return namespace === undefined || name === undefined ? undefined : { namespace, name };
}

interface Objects {
  readonly objects: readonly RawObject[];
  readonly problems: readonly string[];
}

async function readObjects(paths: readonly string[], reader: FileReader): Promise<Objects> {
  const { files, unreadable } = await readSources(paths, reader, true);
  const streams = files.map((file) => ({ file, stream: readYaml(file.text) }));
  return {
    objects: streams.flatMap(({ stream }) => stream.objects.map(({ raw }) => raw)),
    problems: [
      ...unreadable,
      ...streams.flatMap(({ file, stream }) =>
        stream.problems.map(
          ({ position, message }) => `${file.name}:${position.line}:${position.column}: ${message}`,
        ),
      ),
    ],
  };
}

async function run(
  line: Line,
  reader: FileReader,
  deps: CommandDeps,
): Promise<number | UsageProblem> {
  const account = parseName(line.value('serviceaccount'));
  const paths = line.values('file');
  if (account === undefined || paths.length === 0 || line.positionals.length > 0) {
    return {
      problem: 'name the ServiceAccount as --serviceaccount NAMESPACE/NAME, and its Pods with -f',
    };
  }
  const { objects, problems } = await readObjects(paths, reader);
  for (const problem of problems) {
    deps.writeError(`sallyport rbac: ${problem}\n`);
  }
  if (problems.length > 0) {
    return EXIT.unreadable;
  }
  const { needs, gaps } = readNeeds(objects, account, !line.has('no-controller'));
  for (const gap of gaps) {
    deps.writeError(`sallyport rbac: ${gap}\n`);
  }
  if (needs.externalSecrets.length > 0) {
    deps.write(
      leastRights(needs)
        .map((object) => stringify(object))
        .join('---\n'),
    );
  }
  return gaps.length > 0 ? EXIT.findings : EXIT.clean;
}

/** `sallyport rbac --serviceaccount`. */
export function createServiceAccountCommand(files: FileReader): Command {
  return defineCommand({
    name: 'rbac',
    summary: 'Print the least rights of the sidecars of a ServiceAccount',
    synopsis: '--serviceaccount NAMESPACE/NAME -f FILE... [OPTIONS]',
    description: `Prints the Role that lets the sidecars in Pods of a ServiceAccount work, and no more: each right is limited to the
names that the Pods and their ExternalSecrets give. For ClusterSecretStores a ClusterRole comes with it.`,
    arguments: {},
    options: OPTIONS,
    examples: [
      'sallyport rbac --serviceaccount team-a/shop -f deploy/ | kubectl apply -f -',
      'sallyport rbac --serviceaccount team-a/shop -f deployment.yaml -f external-secrets.yaml --no-controller',
    ],
    exitCodes:
      '0 the Role is complete, 1 something it depends on is not among the files, 2 wrong usage, 3 a file could not be read',
    run: async (line, deps) => run(line, files, deps),
  });
}
