import { canBackquote, quote } from '../fmt/quote.ts';
import { compileRegexp, type GoRegexp, quoteMeta } from '../regexp.ts';
import {
  type Budget,
  type ByteString,
  defineFunction,
  FunctionError,
  GoSlice,
  isValidUtf8,
  type TemplateFunction,
  toText,
} from '../value/index.ts';
import { fromRegexpText, toRegexpText } from './regexp-text.ts';

/** Sprig's regular expressions. A wrong expression is an error; only regexMatch answers false. */
export const REGEXPS: readonly TemplateFunction[] = [
  defineFunction({
    name: 'regexMatch',
    parameters: ['string', 'string'],
    call: ([source, text], { budget }) => {
      const compiled = compile(source);
      return compiled.ok && matches(compiled.value, text, budget);
    },
  }),
  defineFunction({
    name: 'mustRegexMatch',
    parameters: ['string', 'string'],
    call: ([source, text], { budget }) => matches(compiledOrError(source), text, budget),
  }),
  ...withMust(
    'regexFind',
    (compiled) => (name) =>
      defineFunction({
        name,
        parameters: ['string', 'string'],
        call: ([source, text], { budget }) => {
          budget.spend(text.length);
          return fromRegexpText(compiled(source).find(toRegexpText(text)) ?? '');
        },
      }),
  ),
  ...limited('regexFindAll', (regexp, text, limit) => regexp.findAll(text, limit)),
  ...limited('regexSplit', (regexp, text, limit) => regexp.split(text, limit)),
  ...replacing('regexReplaceAll', (regexp, text, by) => regexp.replaceAll(text, by)),
  ...replacing('regexReplaceAllLiteral', (regexp, text, by) => regexp.replaceAllLiteral(text, by)),
  defineFunction({
    name: 'regexQuoteMeta',
    parameters: ['string'],
    call: ([text]) => quoteMeta(text),
  }),
];

type Compile = (source: ByteString) => GoRegexp;

/** A function and its `must` form: the same, but for the words of the error. */
function withMust(
  name: string,
  define: (compiled: Compile) => (name: string) => TemplateFunction,
): TemplateFunction[] {
  const mustName = `must${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
  return [define(compiledOrPanic)(name), define(compiledOrError)(mustName)];
}

/** Functions of an expression, a text and how many are wanted at most. */
function limited(
  name: string,
  find: (regexp: GoRegexp, text: string, limit: number) => readonly string[],
): TemplateFunction[] {
  return withMust(
    name,
    (compiled) => (called) =>
      defineFunction({
        name: called,
        parameters: ['string', 'string', 'int'],
        call: ([source, text, limit], { budget }) => {
          budget.spend(text.length);
          return texts(find(compiled(source), toRegexpText(text), Number(limit)));
        },
      }),
  );
}

/** Functions of an expression, a text and what stands for each match. */
function replacing(
  name: string,
  replace: (regexp: GoRegexp, text: string, replacement: string) => string,
): TemplateFunction[] {
  return withMust(
    name,
    (compiled) => (called) =>
      defineFunction({
        name: called,
        parameters: ['string', 'string', 'string'],
        call: ([source, text, replacement], { budget }) => {
          checkReplacement(text, replacement, budget);
          return fromRegexpText(
            replace(compiled(source), toRegexpText(text), toRegexpText(replacement)),
          );
        },
      }),
  );
}

function compile(source: ByteString): ReturnType<typeof compileRegexp> {
  return isValidUtf8(source)
    ? compileRegexp(toText(source))
    : { ok: false, message: `error parsing regexp: invalid UTF-8: \`${toText(source)}\`` };
}

function compiledOrError(source: ByteString): GoRegexp {
  const compiled = compile(source);
  if (!compiled.ok) {
    throw new FunctionError(compiled.message);
  }
  return compiled.value;
}

function compiledOrPanic(source: ByteString): GoRegexp {
  const compiled = compile(source);
  if (!compiled.ok) {
    const quoted = canBackquote(source) ? `\`${source}\`` : quote(source);
    throw new FunctionError(`regexp: Compile(${toText(quoted)}): ${compiled.message}`);
  }
  return compiled.value;
}

function matches(regexp: GoRegexp, text: ByteString, budget: Budget): boolean {
  budget.spend(text.length);
  return regexp.test(toRegexpText(text));
}

/** None at all is nil. */
function texts(found: readonly string[]): GoSlice {
  return new GoSlice('string', found.map(fromRegexpText), found.length === 0);
}

/** A match takes no less than nothing, so there is at most one more than there are bytes. */
function checkReplacement(text: ByteString, replacement: ByteString, budget: Budget): void {
  budget.spend(text.length);
  if (text.length > 0) {
    budget.checkSize(replacement.length);
  }
}
