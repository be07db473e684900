import {
  type ExternalSecret,
  type SecretTemplate,
  targetName,
  type TemplateFrom,
} from '../../api/index.ts';
import { AppError, prefixError, SecretBytes } from '../../runtime/index.ts';
import type { RenderedSecret, SecretData } from '../contract.ts';
import { dataDigest } from '../data-hash.ts';
import type { Fetched } from '../fetch.ts';
import { checkKey } from '../transform/check-keys.ts';
import { decodeValue } from '../transform/decode.ts';
import { toText } from '../transform/payload.ts';
import { parseKeysAndValues } from './keys-and-values.ts';
import { renderText } from './text.ts';
import { baseMetadata, type RenderedMetadata } from './metadata.ts';
import { readTemplateSource, type SourceScope, type TemplateText } from './sources.ts';
import { checkTemplateType } from './type-rules.ts';

interface Rendered extends RenderedMetadata {
  readonly data: SecretData;
}

type Target = keyof Rendered;

const TARGETS: Readonly<Record<string, Target>> = {
  data: 'data',
  annotations: 'annotations',
  labels: 'labels',
};

function targetOf(from: TemplateFrom): Target {
  const target = TARGETS[from.target.toLowerCase()];
  if (target === undefined) {
    throw new AppError(
      'SPEC_INVALID',
      `templateFrom target=${JSON.stringify(from.target)} is not allowed when targeting a Secret, must be one of "Data", "Annotations" or "Labels"`,
    );
  }
  return target;
}

function requireText(bytes: SecretBytes): string {
  const text = toText(bytes);
  if (text === undefined) {
    throw new AppError('TEMPLATE_FAILED', 'the rendered output is not UTF-8 text');
  }
  return text;
}

async function renderOne(
  template: TemplateText,
  values: SecretData,
): Promise<readonly (readonly [string, SecretBytes])[]> {
  const output = renderText(template.where, template.text, values);
  if (template.as.kind === 'value') {
    return [[template.as.key, output]];
  }
  const pairs = await parseKeysAndValues(requireText(output));
  return [...pairs].map(([key, text]) => [key, SecretBytes.fromUtf8(text)] as const);
}

function add(
  rendered: Rendered,
  target: Target,
  entries: readonly (readonly [string, SecretBytes])[],
): Rendered {
  if (target === 'data') {
    return { ...rendered, data: new Map([...rendered.data, ...entries]) };
  }
  const texts = Object.fromEntries(entries.map(([key, bytes]) => [key, requireText(bytes)]));
  return { ...rendered, [target]: { ...rendered[target], ...texts } };
}

async function renderFrom(
  from: TemplateFrom,
  values: SecretData,
  scope: SourceScope,
  signal: AbortSignal,
): Promise<readonly (readonly [string, SecretBytes])[]> {
  const entries: (readonly [string, SecretBytes])[] = [];
  for (const template of await readTemplateSource(from, scope, signal)) {
    for (const [key, bytes] of await renderOne(template, values)) {
      entries.push([key, decodeValue(from.valuesDecodingStrategy, bytes)]);
    }
  }
  return entries;
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
      const target = targetOf(from);
      rendered = add(rendered, target, await renderFrom(from, values, scope, signal));
    } catch (error) {
      throw prefixError(`spec.target.template.templateFrom[${index}]`, error);
    }
  }
  try {
    return add(
      rendered,
      'data',
      Object.entries(template.data).map(([key, text]) => [key, renderText(key, text, values)]),
    );
  } catch (error) {
    throw prefixError('spec.target.template.data', error);
  }
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
  for (const key of rendered.data.keys()) {
    checkKey(key);
  }
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
