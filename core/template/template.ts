import { execute, type MissingKey } from './text/execute.ts';
import { type FunctionTable, SERVED_FUNCTIONS } from './text/functions.ts';
import { parseNodes } from './text/parse.ts';
import { TemplateError } from './text/template-error.ts';

export interface TemplateOptions {
  /** Default: `error`, as ExternalSecret templates have it; `default` prints `<no value>` (eso.md 4). */
  readonly missingKey?: MissingKey;
  /** Default: the functions of this version. */
  readonly functions?: FunctionTable;
}

/** A parsed template; it can be executed many times. */
export interface Template {
  /** Renders over the data, a map of strings as bytes. Throws TemplateError (TEMPLATE_FAILED), worded as Go words it. */
  execute(data: ReadonlyMap<string, Uint8Array>): Uint8Array;
}

export type ParsedTemplate =
  | { readonly ok: true; readonly template: Template }
  | { readonly ok: false; readonly error: TemplateError };

/**
 * Parses Go text/template: text, fields, index, variables, pipelines, parentheses, constants, comments and trim markers.
 * Control structures and other functions are refused by name, with their line and column.
 */
export function parseTemplate(
  name: string,
  text: string,
  options: TemplateOptions = {},
): ParsedTemplate {
  const functions = options.functions ?? SERVED_FUNCTIONS;
  const missingKey = options.missingKey ?? 'error';
  try {
    const nodes = parseNodes({ name, text, functions: new Set(functions.keys()) });
    const execution = { name, text, nodes, functions, missingKey };
    return { ok: true, template: { execute: (data) => execute(execution, data) } };
  } catch (error) {
    if (error instanceof TemplateError) {
      return { ok: false, error };
    }
    throw error;
  }
}
