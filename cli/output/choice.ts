import { github } from './github.ts';
import { human } from './human.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import type { Format } from './report.ts';
import { sarif } from './sarif.ts';

const FORMATS = { human, json, sarif, junit, github } as const satisfies Readonly<
  Record<string, Format>
>;

const NAMES = Object.keys(FORMATS).join(', ');

/** For the option tables of commands that report findings. */
export const OUTPUT_HELP = `${NAMES}; FORMAT=FILE writes to a file (repeatable, one without a file)`;

export interface OutputChoice {
  readonly name: string;
  readonly format: Format;
  /** Undefined: standard output. */
  readonly path: string | undefined;
}

type ParsedOutputs =
  | { readonly ok: true; readonly outputs: readonly OutputChoice[] }
  | { readonly ok: false; readonly problem: string };

function formatNamed(name: string): Format | undefined {
  return Object.entries(FORMATS).find(([known]) => known === name)?.[1];
}

function parseOutput(text: string): OutputChoice | string {
  const at = text.indexOf('=');
  const name = at === -1 ? text : text.slice(0, at);
  const path = at === -1 ? undefined : text.slice(at + 1);
  const format = formatNamed(name);
  if (format === undefined) {
    return `unknown output '${name}'; it is ${NAMES}`;
  }
  return path === '' ? `--output ${text} names no file` : { name, format, path };
}

/** The outputs that `-o` names; none is `human` on standard output. */
export function parseOutputs(texts: readonly string[]): ParsedOutputs {
  const parsed = (texts.length === 0 ? ['human'] : texts).map(parseOutput);
  const problem = parsed.find((each) => typeof each === 'string');
  if (problem !== undefined) {
    return { ok: false, problem };
  }
  const outputs = parsed.filter((each) => typeof each !== 'string');
  return outputs.filter(({ path }) => path === undefined).length > 1
    ? { ok: false, problem: 'two outputs go to standard output; give one a file (-o sarif=FILE)' }
    : { ok: true, outputs };
}
