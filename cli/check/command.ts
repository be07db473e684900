import { parseArgs } from 'node:util';
import { validateManifest } from '../../core/api/schema/index.ts';
import { textChecks } from '../../core/template/index.ts';
import type { Command, Style } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { checkFiles, type Validate } from './check-files.ts';
import { nodeFileReader } from './node-file-reader.ts';
import { describeResult } from './report.ts';
import { type FileReader, readSources } from './source.ts';

const USAGE = `Usage: sallyport check FILE... [-o json]

Says what is wrong with manifests of SecretStore, ClusterSecretStore and ExternalSecret, as the admission
webhook would, without a cluster. Files are one set: a store that names a key its Secret does not have, or an
ExternalSecret whose store goes by another name, is found too. Objects of other kinds pass.

  FILE             A file, a directory (its .yaml, .yml and .json files), or - for standard input
  -R, --recursive  Directories with everything below them
  -o, --output     text (default) or json: an array of {file, line, column, object, path, id, severity, message}
  -h, --help       This text

Examples:
  sallyport check store.yaml external-secret.yaml
  sallyport check -R deploy/ -o json
  kubectl kustomize overlays/production | sallyport check -

Exit codes: 0 nothing or warnings only, 1 errors found, 2 wrong usage, 3 a file could not be read.
`;

export interface CheckDeps {
  readonly files: FileReader;
  readonly validate: Validate;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  readonly style: Style;
}

interface Options {
  readonly paths: readonly string[];
  readonly output: 'text' | 'json';
  readonly recursive: boolean;
  readonly help: boolean;
}

/** Runs `sallyport check`; resolves to the exit code. */
export async function runCheck(args: readonly string[], deps: CheckDeps): Promise<number> {
  const options = parse(args);
  if (typeof options === 'string') {
    deps.writeError(`sallyport check: ${options}\n\n${USAGE}`);
    return EXIT.usage;
  }
  if (options.help) {
    deps.write(USAGE);
    return EXIT.clean;
  }
  const { files, unreadable } = await readSources(options.paths, deps.files, options.recursive);
  for (const reason of unreadable) {
    deps.writeError(`sallyport check: ${reason}\n`);
  }
  const result = checkFiles(files, deps.validate);
  if (options.output === 'json') {
    deps.write(`${JSON.stringify(result.findings, null, 2)}\n`);
  } else if (files.length > 0) {
    deps.write(describeResult(result, files.length, deps.style));
  }
  if (unreadable.length > 0) {
    return EXIT.unreadable;
  }
  const refused = result.findings.some(({ severity }) => severity === 'error');
  return refused ? EXIT.findings : EXIT.clean;
}

/** The options, or what is wrong with them. */
function parse(args: readonly string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        output: { type: 'string', short: 'o', default: 'text' },
        recursive: { type: 'boolean', short: 'R', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
      allowPositionals: true,
      strict: true,
    });
    const { output, recursive, help } = values;
    if (output !== 'text' && output !== 'json') {
      return `unknown output '${output}'; it is text or json`;
    }
    return positionals.length === 0 && !help
      ? 'no FILE given'
      : { paths: positionals, output, recursive, help };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export const checkCommand: Command = {
  name: 'check',
  summary: 'Say what is wrong with manifests, without a cluster',
  usage: USAGE,
  run: async (args, { write, writeError, style }) =>
    runCheck(args, {
      files: nodeFileReader,
      validate: (object) => validateManifest(object, textChecks),
      write,
      writeError,
      style,
    }),
};
