import { isMap, isScalar, LineCounter, parseDocument, type YAMLMap } from 'yaml';

/** The values a template is rendered over, or what is wrong with the file that should hold them. */
export type ReadValues =
  | { readonly ok: true; readonly values: ReadonlyMap<string, Uint8Array> }
  | {
      readonly ok: false;
      readonly line: number;
      readonly column: number;
      readonly message: string;
    };

/**
 * A map of keys to texts, YAML or JSON. Every plain scalar is the text that is written ("0644" keeps its zero), `!!binary` is
 * bytes as base64. Messages quote no value.
 */
export function readValues(text: string): ReadValues {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter,
    // Strings only: what `password: 1e3` or `no` means to other schemas is no matter of ours.
    schema: 'failsafe',
    customTags: ['binary'],
    prettyErrors: false,
    logLevel: 'error',
  });
  const refuse = (offset: number, message: string): ReadValues => {
    const { line, col } = lineCounter.linePos(offset);
    return { ok: false, line: Math.max(line, 1), column: Math.max(col, 1), message };
  };
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) {
    return refuse(error.pos[0], `unreadable YAML: ${WORDS[error.code] ?? error.code}`);
  }
  const root = document.contents;
  if (root === null || (isScalar(root) && root.value === '')) {
    return { ok: true, values: new Map() };
  }
  return isMap(root)
    ? readMembers(root, refuse)
    : refuse(root.range[0], 'values must be a map of keys to texts');
}

function readMembers(
  root: YAMLMap,
  refuse: (offset: number, message: string) => ReadValues,
): ReadValues {
  const values = new Map<string, Uint8Array>();
  for (const { key, value } of root.items) {
    const name = isScalar(key) ? String(key.value) : '';
    const bytes = bytesOf(value);
    if (bytes === undefined) {
      return refuse(
        offsetOf(key),
        `${name}: a value is text; give a structure as JSON text in quotes`,
      );
    }
    values.set(name, bytes);
  }
  return { ok: true, values };
}

function offsetOf(key: unknown): number {
  return isScalar(key) ? (key.range?.[0] ?? 0) : 0;
}

/** The parser's own messages quote the text, which holds values. */
const WORDS: Readonly<Partial<Record<string, string>>> = {
  DUPLICATE_KEY: 'a key is there twice',
  TAB_AS_INDENT: 'indented with tabs; replace them by spaces',
  MULTIPLE_DOCS: 'more than one document',
  TAG_RESOLVE_FAILED: 'a tag that is not !!binary or !!str, or base64 that is none',
  MISSING_CHAR: 'a quote or bracket is not closed, or a colon is missing',
  BAD_INDENT: 'indentation does not fit',
};

function bytesOf(node: unknown): Uint8Array | undefined {
  if (node === null) {
    return new Uint8Array();
  }
  const value: unknown = isScalar(node) ? node.value : undefined;
  if (value instanceof Uint8Array) {
    return value;
  }
  return typeof value === 'string' ? Buffer.from(value) : undefined;
}
