import type { Finding } from '../../core/api/index.ts';
import type { injectPod } from '../../webhook/index.ts';
import type { CommandLine } from '../command-line.ts';
import type { CommandDeps } from '../command.ts';
import { defineCommand, type UsageProblem } from '../define-command.ts';
import { EXIT } from '../exit-code.ts';
import { nodeFileReader, readSources } from '../files/index.ts';
import { type Position, readYaml } from '../yaml/index.ts';
import { injectObject, type InjectionSettings } from './inject-object.ts';
import { type Change, type InjectOutput, printChanges } from './print.ts';

const OUTPUTS = ['diff', 'yaml', 'json'] as const;

const OPTIONS = {
  file: {
    short: 'f',
    value: 'FILE',
    repeatable: true,
    help: 'A manifest, a directory, or - for standard input',
  },
  namespace: {
    short: 'n',
    value: 'NAMESPACE',
    help: "Of objects that name none (default 'default')",
  },
  output: {
    short: 'o',
    value: 'FORMAT',
    choices: OUTPUTS,
    help: 'diff (default) shows what changes; yaml and json print all objects, ready to be applied',
  },
  image: { value: 'IMAGE', help: "The sidecar's image (default 'localhost/sallyport-sync:1')" },
  'no-controller': {
    help: 'No controller serves the namespace, so a sidecar may keep the native Secret',
  },
  'no-native-sidecars': {
    help: 'Some node is older than Kubernetes 1.29: the pair of an init container and a container',
  },
} as const;

type Line = CommandLine<keyof typeof OPTIONS>;

const DESCRIPTION = `Gives Pods and Pod templates (Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob) the sidecar as the
admission webhook would, without a cluster, and shows the change. What the webhook would refuse is refused.`;

function settingsOf(line: Line): InjectionSettings {
  return {
    place: {
      namespace: line.value('namespace') ?? 'default',
      ownNamespace: 'sallyport-system',
    },
    defaults: {
      image: line.value('image') ?? 'localhost/sallyport-sync:1',
      imagePullPolicy: 'IfNotPresent',
      environment: {},
      tokenAudience: '',
      controllerServes: !line.has('no-controller'),
      nativeSidecars: !line.has('no-native-sidecars'),
    },
  };
}

interface Place {
  readonly file: string;
  readonly position: Position;
}

function describe({ file, position }: Place, finding: Omit<Finding, 'path'>): string {
  return `${file}:${position.line}:${position.column}: ${finding.severity}: ${finding.message} [${finding.id}]\n`;
}

/** What became of one file. */
interface FileResult {
  readonly changes: readonly Change[];
  readonly refused: boolean;
}

function injectFile(
  { name, text }: { readonly name: string; readonly text: string },
  settings: InjectionSettings,
  inject: typeof injectPod,
  deps: CommandDeps,
): FileResult {
  const { objects, problems } = readYaml(text);
  for (const { position, id, message } of problems) {
    deps.writeError(describe({ file: name, position }, { id, message, severity: 'error' }));
  }
  const changes: Change[] = [];
  let refused = problems.length > 0;
  for (const object of objects) {
    const injected = injectObject(object.raw, settings, inject);
    changes.push({ before: object.raw, after: injected?.object ?? object.raw });
    for (const finding of injected?.findings ?? []) {
      refused ||= finding.severity === 'error';
      deps.writeError(describe({ file: name, position: object.locate(finding.path) }, finding));
    }
  }
  return { changes, refused };
}

function toOutput(line: Line): InjectOutput {
  return OUTPUTS.find((known) => known === line.value('output')) ?? 'diff';
}

async function run(line: Line, deps: CommandDeps): Promise<number | UsageProblem> {
  const [word] = line.positionals;
  const paths = line.values('file');
  if (word !== undefined || paths.length === 0) {
    return {
      problem:
        word === undefined
          ? 'no -f FILE given'
          : `unexpected '${word}'; a manifest is given as -f ${word}`,
    };
  }
  const { files, unreadable } = await readSources(paths, nodeFileReader, false);
  for (const reason of unreadable) {
    deps.writeError(`sallyport inject: ${reason}\n`);
  }
  const { injectPod: inject } = await import('../../webhook/index.ts');
  const results = files.map((file) => injectFile(file, settingsOf(line), inject, deps));
  const changes = results.flatMap((result) => result.changes);
  if (changes.length > 0) {
    deps.write(printChanges(changes, toOutput(line), deps.style));
  }
  if (changes.every(({ before, after }) => before === after)) {
    deps.writeError('sallyport inject: nothing is injected\n');
  }
  if (unreadable.length > 0) {
    return EXIT.unreadable;
  }
  return results.some(({ refused }) => refused) ? EXIT.findings : EXIT.clean;
}

export const injectCommand = defineCommand({
  name: 'inject',
  summary: 'Show what the webhook makes of Pods and workloads',
  synopsis: '-f FILE... [-o FORMAT] [OPTIONS]',
  description: DESCRIPTION,
  arguments: {},
  options: OPTIONS,
  examples: [
    'sallyport inject -f deployment.yaml',
    'sallyport inject -f deployment.yaml -o yaml | kubectl diff -f -',
    'kubectl kustomize overlays/dev | sallyport inject -f - -n team-a --no-controller',
  ],
  exitCodes:
    '0 everything that asked was injected, 1 something was refused, 2 wrong usage, 3 a file could not be read',
  run,
});
