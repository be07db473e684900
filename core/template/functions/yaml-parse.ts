import type { Document } from 'yaml';
import {
  type Budget,
  type ByteString,
  FunctionError,
  type GoValue,
  isValidUtf8,
  RUNE_ERROR,
  runesOf,
  toText,
} from '../value/index.ts';
import { directiveProblem } from './yaml-directive.ts';
import { passedEscapeProblem } from './yaml-escape.ts';
import { located, yamlProblem } from './yaml-problem.ts';
import { readYaml, yaml } from './yaml-read.ts';
import { TAB_BEHIND, tabInItem } from './yaml-tab.ts';

const OPTIONS = {
  version: '1.1',
  schema: 'failsafe',
  merge: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** A text without an end before its first document is no YAML to Go. */
const ENDS_FIRST = /^(?:[ \t]*(?:#[^\n]*)?\n)*\.\.\.(?:\s|$)/u;

/** The first document of a text, as sigs.k8s.io/yaml reads it; the rest is not looked at. Throws FunctionError. */
export function parseYaml(bytes: ByteString, budget: Budget): GoValue {
  const wrong = readerProblem(bytes);
  if (wrong !== undefined) {
    throw new FunctionError(`yaml: ${wrong}`);
  }
  if (SEPARATOR.test(toText(bytes))) {
    throw new FunctionError('yaml: a line end U+2028 or U+2029 is not served by this version');
  }
  const text = toText(bytes).replaceAll(LINE_END, '\n');
  if (ENDS_FIRST.test(text)) {
    throw new FunctionError('yaml: did not find expected node content');
  }
  const misdirected = directiveProblem(text);
  if (misdirected !== undefined) {
    throw new FunctionError(`yaml: ${misdirected}`);
  }
  const document = firstDocument(text);
  if (document === undefined) {
    return null;
  }
  checkEscapes(document);
  checkTabs(document.source);
  return readYaml(document, budget);
}

function checkEscapes({ document, source }: Read): void {
  yaml.get().visit(document, {
    Scalar: (_key, { type, range }) => {
      if (type !== 'QUOTE_DOUBLE' || range === undefined || range === null) {
        return;
      }
      const found = passedEscapeProblem(source.slice(range[0], range[1]));
      if (found !== undefined) {
        const line = source.slice(0, range[0] + found.offset).split('\n').length - 1;
        throw new FunctionError(`yaml: ${located(found.problem, line)}`);
      }
    },
  });
}

function checkTabs(source: string): void {
  if (!TAB_BEHIND.test(source)) {
    return;
  }
  const [document] = yaml.get().parseAllDocuments(source, { ...OPTIONS, keepSourceTokens: true });
  if (document === undefined || !('contents' in document)) {
    return;
  }
  yaml.get().visit(document, {
    Collection: (_key, { srcToken }) => {
      if (srcToken?.type !== 'block-seq' && srcToken?.type !== 'block-map') {
        return;
      }
      const found = srcToken.items.map(tabInItem).find((offset) => offset !== undefined);
      if (found !== undefined) {
        const line = source.slice(0, found).split('\n').length - 1;
        throw new FunctionError(
          `yaml: ${located('found character that cannot start any token', line)}`,
        );
      }
    },
  });
}

/** What Go's reader says of the first bytes that are not UTF-8, or of the first character that YAML has not. */
function readerProblem(bytes: ByteString): string | undefined {
  if (isValidUtf8(bytes) && !CONTROL.test(toText(bytes))) {
    return undefined;
  }
  for (const { rune, width, offset } of runesOf(bytes)) {
    if (rune === RUNE_ERROR && width === 1) {
      return sequenceProblem(bytes, offset);
    }
    if (CONTROL.test(String.fromCodePoint(rune))) {
      return 'control characters are not allowed';
    }
  }
  return undefined;
}

const CONTROL = /[^\t\n\r -~\u0085\u00a0-\ufffd\u{10000}-\u{10ffff}]/u;

function sequenceProblem(bytes: ByteString, offset: number): string {
  const lead = bytes.charCodeAt(offset);
  if (lead < 0xc0 || lead >= 0xf8) {
    return 'invalid leading UTF-8 octet';
  }
  const width = 2 + Number(lead >= 0xe0) + Number(lead >= 0xf0);
  if (offset + width > bytes.length) {
    return 'incomplete UTF-8 octet sequence';
  }
  const isWhole = /^[\x80-\xbf]+$/.test(bytes.slice(offset + 1, offset + width));
  return isWhole ? 'invalid length of a UTF-8 sequence' : 'invalid trailing UTF-8 octet';
}

/** What ends a line in YAML 1.1 and is no line's end to the parser. */
const LINE_END = /\r(?!\n)|\u0085/gu;

/** These end lines too, and stay in the text. */
const SEPARATOR = /[\u2028\u2029]/u;

interface Read {
  readonly document: Document.Parsed;
  readonly source: string;
}

function firstDocument(text: string): Read | undefined {
  const document = parse(text);
  const [error] = document?.errors ?? [];
  if (document === undefined || error === undefined) {
    return document && { document, source: text };
  }
  const source = firstSource(document, text);
  const shorter = source === text ? undefined : parse(source);
  if (shorter?.errors.length !== 0) {
    throw new FunctionError(`yaml: ${yamlProblem(error, text)}`);
  }
  return { document: shorter, source };
}

/** The part of a text that Go reads, of one with a fault in what follows. */
function firstSource(document: Document.Parsed, text: string): string {
  const next = nextOf(document, text);
  if (next !== undefined && cannotBegin(next)) {
    throw new FunctionError(`yaml: ${problemBehind(next, text)}`);
  }
  return beforeNext(next, text) ?? beforeOutdent(text);
}

function parse(text: string): Document.Parsed | undefined {
  const [document] = yaml.get().parseAllDocuments(text, OPTIONS);
  return document !== undefined && 'contents' in document ? document : undefined;
}

/** What may follow a document on its line: Go does not look further than its first token. */
const NEXT_TOKEN =
  /^(?:"(?:[^"\\\n]|\\["\\nrt])*"|'[^'\n]*'|[\]}[{,#]|[|>]$|\*\w+|!!?\w+|[^\s"'@`%?>|&*!\-[\]{},#])/u;

/** What follows a document whose value is in quotes or brackets; to Go that document ends there. */
interface Next {
  readonly end: number;
  readonly space: string;
  /** Up to the end of its line. */
  readonly rest: string;
}

function nextOf(document: Document.Parsed, text: string): Next | undefined {
  const end = endOfClosed(document.contents);
  const [, space = '', rest = ''] = /^(\s*)(.*)/u.exec(text.slice(end)) ?? [];
  return end === undefined ? undefined : { end, space, rest };
}

function beforeNext(next: Next | undefined, text: string): string | undefined {
  if (next === undefined || cannotBegin(next)) {
    return undefined;
  }
  const isKey = !next.space.includes('\n') && /:(?:\s|$)/u.test(next.rest);
  return NEXT_TOKEN.test(next.rest) && !isKey ? text.slice(0, next.end) : undefined;
}

/** A tab at the beginning of a line, or a character that has no meaning. */
function cannotBegin({ space, rest }: Next): boolean {
  return /\n *\t/u.test(space) || /^[@`]/u.test(rest);
}

function problemBehind(next: Next, text: string): string {
  const line = (text.slice(0, next.end) + next.space).split('\n').length;
  const where = line === 1 ? '' : `line ${line}: `;
  return `${where}found character that cannot start any token`;
}

function endOfClosed(contents: Document.Parsed['contents']): number | undefined {
  const { isCollection, isScalar } = yaml.get();
  const isFlow = isCollection(contents) && contents.flow === true;
  const isQuoted = isScalar(contents) && contents.type?.startsWith('QUOTE_') === true;
  return isFlow || isQuoted ? contents.range[1] : undefined;
}

/** To Go a document ends where a line begins further left than its first. */
function beforeOutdent(text: string): string {
  const lines = text.split(/(?<=\n)/u);
  const depths = lines.map((line) =>
    /^ *[^ #\r\n]/u.test(line) ? line.search(/[^ ]/u) : undefined,
  );
  const first = depths.find((depth) => depth !== undefined) ?? 0;
  const end = depths.findIndex((depth) => depth !== undefined && depth < first);
  return end < 0 ? text : lines.slice(0, end).join('');
}
