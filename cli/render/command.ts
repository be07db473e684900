import { nodeFileReader, readSources } from '../check/index.ts';
import type { CommandDeps } from '../command.ts';
import type { CommandLine } from '../command-line.ts';
import { defineCommand, type UsageProblem } from '../define-command.ts';
import { EXIT } from '../exit-code.ts';
import { answerLines } from './answer-lines.ts';
import { describeFinding } from './finding.ts';
import { createLineChannel } from './line-channel.ts';
import { answerPath, answerTemplate } from './question.ts';
import { renderFiles, type TextFile } from './render-files.ts';
import type { Values } from './render-object.ts';
import { describeSecrets } from './secret-text.ts';
import { readValues } from './values.ts';

type OptionName = 'file' | 'data' | 'output' | 'jsonl' | 'gjson';

const DESCRIPTION = `Renders the templates of ExternalSecrets over values of your own, without a cluster or a backend, and prints the
Secrets a sync would write. An error points at its place inside the template, in the YAML file.`;

export const renderCommand = defineCommand<OptionName>({
  name: 'render',
  summary: 'Render the templates of ExternalSecrets over given values',
  synopsis: '-f FILE... [--data FILE] [-o FORMAT] | --jsonl | --gjson',
  description: DESCRIPTION,
  arguments: {},
  options: {
    file: {
      short: 'f',
      value: 'FILE',
      repeatable: true,
      help: 'A manifest, a directory, or - for standard input; ConfigMaps and Secrets in it are what templateFrom reads',
    },
    data: {
      value: 'FILE',
      help: 'The values: a YAML or JSON map of keys to texts (bytes as !!binary), or - for standard input',
    },
    output: {
      short: 'o',
      value: 'FORMAT',
      choices: ['yaml', 'json'],
      help: 'How the Secrets are printed; default yaml',
    },
    jsonl: {
      help: 'Answer {id, template, data, delims?} of each line of standard input with {id, output} or {id, error}',
    },
    gjson: { help: 'Answer {id, json, path} of each line with {id, exists, string, raw}' },
  },
  examples: [
    'sallyport render -f external-secret.yaml --data values.yaml',
    'kubectl kustomize overlays/dev | sallyport render -f - --data values.yaml -o json',
    `echo '{"id":"1","template":"{{ .a | upper }}","data":{"a":"x"}}' | sallyport render --jsonl`,
    `echo '{"id":"1","json":"{\\"a\\":[1,2]}","path":"a.#"}' | sallyport render --gjson`,
  ],
  exitCodes:
    '0 everything rendered, 1 a template or a manifest is wrong, 2 wrong usage, 3 a file could not be read',
  run: async (line, deps) => {
    const lineMode = line.has('jsonl') || line.has('gjson');
    return lineMode ? runLines(line, deps) : runFiles(line, deps);
  },
});

async function runLines(
  line: CommandLine<OptionName>,
  { signal }: CommandDeps,
): Promise<number | UsageProblem> {
  const others = ['file', 'data', 'output'] as const;
  const other = others.find((name) => line.value(name) !== undefined);
  if (
    other !== undefined ||
    line.positionals.length > 0 ||
    (line.has('jsonl') && line.has('gjson'))
  ) {
    return { problem: '--jsonl and --gjson each stand alone: they read standard input' };
  }
  const channel = createLineChannel(process.stdin, process.stdout);
  await answerLines(channel, line.has('gjson') ? answerPath : answerTemplate, signal);
  return EXIT.clean;
}

async function runFiles(
  line: CommandLine<OptionName>,
  deps: CommandDeps,
): Promise<number | UsageProblem> {
  const paths = line.values('file');
  const problem = problemOf(line, paths);
  if (problem !== undefined) {
    return { problem };
  }
  const manifests = await readSources(paths, nodeFileReader, false);
  const given = await readValueFile(line.value('data'));
  const unreadable = [...manifests.unreadable, ...given.unreadable];
  for (const reason of unreadable) {
    deps.writeError(`sallyport render: ${reason}\n`);
  }
  return unreadable.length > 0
    ? EXIT.unreadable
    : render(
        manifests.files,
        given.values,
        line.value('output') === 'json' ? 'json' : 'yaml',
        deps,
      );
}

function problemOf(line: CommandLine<OptionName>, paths: readonly string[]): string | undefined {
  const [word] = line.positionals;
  if (word !== undefined) {
    return `unexpected '${word}'; a manifest is given as -f ${word}`;
  }
  if (paths.length === 0) {
    return 'no -f FILE given';
  }
  return paths.includes('-') && line.value('data') === '-'
    ? 'standard input holds the manifests or the values, not both'
    : undefined;
}

interface GivenValues {
  readonly values: Values;
  /** Why there are none, ready to print. */
  readonly unreadable: readonly string[];
}

async function readValueFile(path: string | undefined): Promise<GivenValues> {
  if (path === undefined) {
    return { values: new Map(), unreadable: [] };
  }
  const { files, unreadable } = await readSources([path], nodeFileReader, false);
  const [file] = files;
  if (file === undefined) {
    return { values: new Map(), unreadable };
  }
  const read = readValues(file.text);
  return read.ok
    ? { values: read.values, unreadable }
    : {
        values: new Map(),
        unreadable: [...unreadable, `${path}:${read.line}:${read.column}: ${read.message}`],
      };
}

async function render(
  files: readonly TextFile[],
  values: Values,
  output: 'yaml' | 'json',
  { write, writeError, style, signal }: CommandDeps,
): Promise<number> {
  const { secrets, findings } = await renderFiles(files, values, signal);
  for (const finding of findings) {
    writeError(describeFinding(finding, style));
  }
  if (secrets.length > 0) {
    write(describeSecrets(secrets, output));
  }
  return findings.some(({ severity }) => severity === 'error') ? EXIT.findings : EXIT.clean;
}
