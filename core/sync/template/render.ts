import {
  type ExternalSecret,
  type SecretTemplate,
  targetName,
  type TemplateFrom,
} from '../../api/index.ts';
import { AppError, SecretBytes } from '../../runtime/index.ts';
import type { RenderedSecret, SecretData } from '../contract.ts';
import { dataDigest } from '../data-hash.ts';
import type { Fetched } from '../fetch.ts';
import { checkKey } from '../transform/check-keys.ts';
import { decodeValue } from '../transform/decode.ts';
import { toText } from '../transform/payload.ts';
import { checkRenderedKeys, checkRenderedMetadata } from './entry-rules.ts';
import { TemplateFieldError } from './field-error.ts';
import { parseKeysAndValues } from './keys-and-values.ts';
import { renderText } from './text.ts';
import { baseMetadata, type RenderedMetadata } from './metadata.ts';
import { readTemplateSource, type SourceScope, type TemplateText } from './sources.ts';
import { type RenderedTarget, targetOf } from './target.ts';
import { checkTemplateType } from './type-rules.ts';

interface Rendered extends RenderedMetadata {
  readonly data: SecretData;
}

function requireText(bytes: SecretBytes): string {
  const text = toText(bytes);
  if (text === undefined) {
    throw new AppError('TEMPLATE_FAILED', 'the rendered output is not UTF-8 text');
  }
  return text;
}

type Entries = readonly (readonly [string, SecretBytes])[];

function add(rendered: Rendered, target: RenderedTarget, entries: Entries): Rendered {
  if (target === 'data') {
    return { ...rendered, data: new Map([...rendered.data, ...entries]) };
  }
  const texts = new Map(entries.map(([key, bytes]) => [key, requireText(bytes)]));
  checkRenderedMetadata(target, texts);
  return { ...rendered, [target]: { ...rendered[target], ...Object.fromEntries(texts) } };
}

async function renderValue(key: string, text: string, values: SecretData): Promise<SecretBytes> {
  checkKey(key);
  return renderText(key, text, values);
}

async function renderOne(
  template: TemplateText,
  target: RenderedTarget,
  values: SecretData,
): Promise<Entries> {
  if (template.as.kind === 'value') {
    const { key } = template.as;
    return [[key, await renderValue(key, template.text, values)]];
  }
  const output = await renderText(template.where, template.text, values);
  const pairs = await parseKeysAndValues(requireText(output));
  if (target === 'data') {
    checkRenderedKeys(pairs.keys());
  }
  return [...pairs].map(([key, text]) => [key, SecretBytes.fromUtf8(text)] as const);
}

async function renderFrom(
  from: TemplateFrom,
  rendered: Rendered,
  values: SecretData,
  source: { readonly scope: SourceScope; readonly signal: AbortSignal },
): Promise<Rendered> {
  const target = targetOf(from);
  const entries: (readonly [string, SecretBytes])[] = [];
  for (const template of await readTemplateSource(from, source.scope, source.signal)) {
    for (const [key, bytes] of await renderOne(template, target, values)) {
      entries.push([key, decodeValue(from.valuesDecodingStrategy, bytes)]);
    }
  }
  return add(rendered, target, entries);
}

/** Low to high: fetched data, templateFrom in order, template.data (eso.md 3.6). */
async function renderTemplate(
  template: SecretTemplate,
  start: Rendered,
  scope: SourceScope,
  signal: AbortSignal,
): Promise<Rendered> {
  const values = start.data;
  const keepsFetched =
    template.mergePolicy === 'Merge' ||
    (Object.keys(template.data).length === 0 && template.templateFrom.length === 0);
  let rendered: Rendered = keepsFetched ? start : { ...start, data: new Map() };
  for (const [index, from] of template.templateFrom.entries()) {
    try {
      rendered = await renderFrom(from, rendered, values, { scope, signal });
    } catch (error) {
      const path = `spec.target.template.templateFrom[${index}]`;
      throw new TemplateFieldError(path, path, error);
    }
  }
  const entries: (readonly [string, SecretBytes])[] = [];
  for (const [key, text] of Object.entries(template.data)) {
    try {
      entries.push([key, await renderValue(key, text, values)]);
    } catch (error) {
      const path = 'spec.target.template.data';
      throw new TemplateFieldError(`${path}[${JSON.stringify(key)}]`, path, error);
    }
  }
  return add(rendered, 'data', entries);
}

/** Fetched entries as the native Secret will have them: template, metadata, type (eso.md 1.5, 3.6, 4). */
export async function renderSecret(
  externalSecret: ExternalSecret,
  fetched: Fetched,
  scope: SourceScope,
  signal: AbortSignal,
): Promise<RenderedSecret> {
  const { template } = externalSecret.spec.target;
  const start = { ...baseMetadata(externalSecret), data: fetched.data };
  if (template !== undefined) {
    checkTemplateType(template);
  }
  const rendered =
    template === undefined ? start : await renderTemplate(template, start, scope, signal);
  return {
    namespace: externalSecret.metadata.namespace,
    name: targetName(externalSecret),
    type: template?.type ?? '',
    ...rendered,
    finalizers: template?.metadata.finalizers ?? [],
    digest: dataDigest(rendered.data),
    missing: fetched.missing,
  };
}
