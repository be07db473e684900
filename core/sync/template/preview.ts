import type { ExternalSecret, SecretTemplate } from '../../api/index.ts';
import type { ErrorCode } from '../../runtime/index.ts';
import { AppError, SecretBytes } from '../../runtime/index.ts';
import type { RenderedSecret } from '../contract.ts';
import { checkServed } from '../served.ts';
import { TemplateFieldError } from './field-error.ts';
import { renderSecret } from './render.ts';
import type { SourceScope } from './sources.ts';
import { TemplateTextError } from './text.ts';

/** A native Secret whose values may be looked at: they were made of values that were given for looking. */
export interface PreviewSecret extends Pick<
  RenderedSecret,
  'namespace' | 'name' | 'type' | 'labels' | 'annotations' | 'finalizers'
> {
  readonly data: ReadonlyMap<string, Uint8Array>;
}

export interface PreviewProblem {
  /** The field; 'spec.target.template.data["url"]'. */
  readonly path: string;
  /** In full, as Go says it: it may quote values. */
  readonly message: string;
  /** Set when a template failed: its name, and the line and byte in its text, both from 1. */
  readonly place:
    { readonly template: string; readonly line: number; readonly column: number } | undefined;
}

export type Preview =
  | { readonly ok: true; readonly secret: PreviewSecret }
  /** Of each field that fails the first. */
  | { readonly ok: false; readonly problems: readonly PreviewProblem[] };

/** What is wrong with manifest or values. Anything else is no verdict on them. */
const VERDICTS: ReadonlySet<ErrorCode> = new Set([
  'SPEC_INVALID',
  'TEMPLATE_FAILED',
  'KEY_INVALID',
  'DECODE_FAILED',
]);

/** What a pass would write if the backend gave these values; by the same code, with every failing field named. */
export async function previewSecret(
  externalSecret: ExternalSecret,
  values: ReadonlyMap<string, Uint8Array>,
  scope: SourceScope,
  signal: AbortSignal,
): Promise<Preview> {
  const data = new Map([...values].map(([key, bytes]) => [key, new SecretBytes(bytes)] as const));
  const problems: PreviewProblem[] = [];
  let left: ExternalSecret | undefined = externalSecret;
  while (left !== undefined) {
    try {
      checkServed(left);
      const secret = await renderSecret(left, { data, missing: [] }, scope, signal);
      return problems.length > 0 ? { ok: false, problems } : { ok: true, secret: shown(secret) };
    } catch (error) {
      if (!(error instanceof AppError) || !VERDICTS.has(error.code)) {
        throw error;
      }
      problems.push(problemOf(error));
      left = error instanceof TemplateFieldError ? withoutField(left, error.path) : undefined;
    }
  }
  return { ok: false, problems };
}

function shown({ data, ...secret }: RenderedSecret): PreviewSecret {
  return { ...secret, data: new Map([...data].map(([key, bytes]) => [key, bytes.reveal()])) };
}

function problemOf(error: AppError): PreviewProblem {
  if (!(error instanceof TemplateFieldError)) {
    return { path: 'spec.target', message: error.message, place: undefined };
  }
  const { path, fault } = error;
  if (!(fault instanceof TemplateTextError)) {
    return { path, message: fault.message, place: undefined };
  }
  const { reason, line, column } = fault.revealFault();
  return { path, message: reason, place: { template: fault.where, line, column } };
}

/** The ExternalSecret with the field that failed left out, so that the next one is heard. */
function withoutField(externalSecret: ExternalSecret, path: string): ExternalSecret | undefined {
  const { spec } = externalSecret;
  const { template } = spec.target;
  if (template === undefined) {
    return undefined;
  }
  const rest: SecretTemplate = {
    ...template,
    templateFrom: template.templateFrom.map((from, index) =>
      path === `spec.target.template.templateFrom[${index}]`
        ? { literal: '', target: 'Data', valuesDecodingStrategy: 'None' }
        : from,
    ),
    data: Object.fromEntries(
      Object.entries(template.data).filter(
        ([key]) => path !== `spec.target.template.data[${JSON.stringify(key)}]`,
      ),
    ),
  };
  return { ...externalSecret, spec: { ...spec, target: { ...spec.target, template: rest } } };
}
