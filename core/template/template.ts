import { FUNCTIONS } from './functions/index.ts';
import { systemSources } from './sources.ts';
import { BUILTINS } from './text/builtin/index.ts';
import { compileTemplates, type Step } from './text/compile.ts';
import type { Callable } from './text/compiler.ts';
import { Execution, type ExecutionSettings, type MissingKey } from './text/execution.ts';
import { foreseeLimits } from './text/foreseen.ts';
import { isFunctionName } from './text/function-names.ts';
import { DEFAULT_LIMITS, type Limits } from './text/limits.ts';
import { parseTemplates } from './text/parse.ts';
import { positionOf, TemplateError } from './text/template-error.ts';
import {
  type ByteString,
  fromBytes,
  fromText,
  type FunctionSources,
  GoMap,
  type GoValue,
  type TemplateFunction,
  toBytes,
} from './value/index.ts';

export interface TemplateOptions {
  /** Default: `error`, as ExternalSecret templates have it; `default` prints `<no value>` (eso.md 4). */
  readonly missingKey?: MissingKey;
  /** What actions stand between. Default: `{{` and `}}`. */
  readonly delimiters?: { readonly left: string; readonly right: string };
  /** Besides Go's own, which they may hide. Default: those of Sprig and ESO. */
  readonly functions?: readonly TemplateFunction[];
  /** Default: the system's clock and random generator. */
  readonly sources?: FunctionSources;
  readonly limits?: Partial<Limits>;
  /** Whether to refuse what the limits would stop whatever the data is, as admission does. Default: no. */
  readonly foresees?: boolean;
}

/** A parsed template; it can be executed many times. */
export interface Template {
  /** Loads what its functions need and small processes must not pay for; to be awaited once before it is executed. */
  prepare(): Promise<void>;
  /** Renders over the data, a map of strings as bytes. Throws TemplateError (TEMPLATE_FAILED), worded as Go words it. */
  execute(data: ReadonlyMap<string, Uint8Array>): Uint8Array;
}

export type ParsedTemplate =
  | { readonly ok: true; readonly template: Template }
  | { readonly ok: false; readonly error: TemplateError };

/** Parses and compiles Go text/template in full. Functions that are not served are refused by name. */
export function parseTemplate(
  name: string,
  text: string,
  options: TemplateOptions = {},
): ParsedTemplate {
  const settings: ExecutionSettings = {
    name: fromText(name),
    text: fromText(text),
    missingKey: options.missingKey ?? 'error',
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    sources: options.sources ?? systemSources,
  };
  const functions = tableOf(options.functions ?? FUNCTIONS);
  try {
    const called = new Set<Callable>();
    const templates = parse(settings, { functions, called }, options.delimiters ?? DELIMITERS);
    if (options.foresees === true) {
      refuseForeseen(settings, templates);
    }
    const step = compileTemplates(templates, functions).get(settings.name);
    const template: Template = {
      prepare: async () => {
        await Promise.all([...called].map(async (callable) => callable.prepare?.()));
      },
      execute: (data) => execute(settings, step, data),
    };
    return { ok: true, template };
  } catch (error) {
    if (error instanceof TemplateError) {
      return { ok: false, error };
    }
    if (error instanceof RangeError) {
      return { ok: false, error: tooDeep(settings) };
    }
    throw error;
  }
}

const TOO_DEEP = 'max nesting depth exceeded';
const DELIMITERS = { left: '{{', right: '}}' };

function tableOf(functions: readonly TemplateFunction[]): ReadonlyMap<ByteString, Callable> {
  return new Map([...BUILTINS, ...functions].map((callable) => [callable.name, callable]));
}

interface Functions {
  readonly functions: ReadonlyMap<ByteString, Callable>;
  /** Those the template names, as they are met. */
  readonly called: Set<Callable>;
}

function parse(
  { name, text }: ExecutionSettings,
  table: Functions,
  { left, right }: { readonly left: string; readonly right: string },
): Templates {
  return parseTemplates({
    name,
    text,
    delimiters: { left: fromText(left || '{{'), right: fromText(right || '}}') },
    functionProblem: (called) => functionProblem(called, table),
  });
}

type Templates = ReturnType<typeof parseTemplates>;

function refuseForeseen({ name, text, limits }: ExecutionSettings, templates: Templates): void {
  const foreseen = foreseeLimits(templates, limits);
  if (foreseen !== undefined) {
    const position = positionOf(text, foreseen.offset);
    throw new TemplateError(`${name}:${position.line}`, foreseen.message, position);
  }
}

function functionProblem(
  name: ByteString,
  { functions, called }: Functions,
): ByteString | undefined {
  const callable = functions.get(name);
  if (callable !== undefined) {
    called.add(callable);
    return undefined;
  }
  const problem = isFunctionName(name) ? 'is not served by this version' : 'not defined';
  return `function "${name}" ${problem}`;
}

function execute(
  settings: ExecutionSettings,
  step: Step | undefined,
  data: ReadonlyMap<string, Uint8Array>,
): Uint8Array {
  const run = new Execution(settings);
  const dot = new GoMap('string', entriesOf(data));
  run.declare('$', dot);
  try {
    step?.(run, dot);
  } catch (error) {
    if (error instanceof RangeError) {
      // The stack, or a string, has reached what the JS engine allows.
      run.fail(TOO_DEEP);
    }
    throw error;
  }
  return toBytes(run.output);
}

function entriesOf(data: ReadonlyMap<string, Uint8Array>): Map<ByteString, GoValue> {
  const entries = new Map<ByteString, GoValue>();
  for (const [key, bytes] of data) {
    entries.set(fromText(key), fromBytes(bytes));
  }
  return entries;
}

function tooDeep({ name }: ExecutionSettings): TemplateError {
  return new TemplateError(`${name}:1`, TOO_DEEP, { line: 1, column: 1 });
}
