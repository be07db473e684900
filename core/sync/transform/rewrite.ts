import type { Rewrite } from '../../api/index.ts';
import { AppError, prefixError, SecretBytes } from '../../runtime/index.ts';
import type { SecretData } from '../contract.ts';
import { compileRegexp } from '../../template/index.ts';
import { renderText } from '../template/text.ts';
import { toText } from './payload.ts';
import { mergeEntries } from './rewrite-merge.ts';

/** Every key renamed; two that fall on one key overwrite silently, as in ESO (eso.md 3.4). */
function renameAll(entries: SecretData, rename: (key: string) => string): SecretData {
  const renamed = new Map<string, SecretBytes>();
  for (const [key, bytes] of entries) {
    renamed.set(rename(key), bytes);
  }
  return renamed;
}

function byRegexp(rule: { source: string; target: string }, entries: SecretData): SecretData {
  const regexp = compileRegexp(rule.source);
  if (!regexp.ok) {
    throw new AppError('SPEC_INVALID', `regexp.source: ${regexp.message}`);
  }
  return renameAll(entries, (key) => regexp.value.replaceAll(key, rule.target));
}

async function byTemplate(template: string, entries: SecretData): Promise<SecretData> {
  const names = new Map<string, string>();
  for (const key of entries.keys()) {
    const values = new Map([['value', SecretBytes.fromUtf8(key)]]);
    const options = { missingKey: 'default' } as const;
    const name = await renderText('transform.template', template, values, options);
    names.set(key, toText(name) ?? '');
  }
  return renameAll(entries, (key) => names.get(key) ?? '');
}

async function applyRule(rule: Rewrite, entries: SecretData): Promise<SecretData> {
  if (rule.regexp !== undefined) {
    return byRegexp(rule.regexp, entries);
  }
  if (rule.transform !== undefined) {
    return byTemplate(rule.transform.template, entries);
  }
  return rule.merge === undefined ? entries : mergeEntries(rule.merge, entries);
}

/** dataFrom.rewrite: each rule over what the one before it gave (eso.md 3.4). */
export async function rewriteKeys(
  rules: readonly Rewrite[],
  entries: SecretData,
): Promise<SecretData> {
  let rewritten = entries;
  for (const [index, rule] of rules.entries()) {
    try {
      rewritten = await applyRule(rule, rewritten);
    } catch (error) {
      throw prefixError(`failed rewrite operation[${index}]`, error);
    }
  }
  return rewritten;
}
