import { parseTemplate } from '../../core/template/template.ts';
import type { FunctionSources } from '../../core/template/value/index.ts';

/** What a template renders to, or throws; text comes out as UTF-8. */
export async function renderTemplate(
  text: string,
  data: Readonly<Record<string, string | Uint8Array>> = {},
  sources?: FunctionSources,
): Promise<string> {
  const parsed = parseTemplate('t', text, sources === undefined ? {} : { sources });
  if (!parsed.ok) {
    throw parsed.error;
  }
  await parsed.template.prepare();
  const values = Object.entries(data).map(([key, value]) => [key, Buffer.from(value)] as const);
  return Buffer.from(parsed.template.execute(new Map(values))).toString('utf8');
}

/** The message of what a template throws. */
export async function failureOf(
  text: string,
  data: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<string> {
  try {
    return `no failure: ${await renderTemplate(text, data)}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
