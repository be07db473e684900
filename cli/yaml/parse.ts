import { type Document, LineCounter, parseDocument, type Tags } from 'yaml';
import type { Position } from './problem.ts';
import { templateOf, type YamlChunk } from './split.ts';

/** One parsed document with a way from offsets to places in the file. */
export interface ParsedChunk {
  readonly text: string;
  /** Helm's name of the template; '' for text that is no output of Helm. */
  readonly template: string;
  readonly document: Document.Parsed;
  positionAt(offset: number): Position;
}

/** Types that YAML 1.1 has and the reader of kubectl has not: a date stays the text it is. */
const UNKNOWN_TO_KUBECTL: ReadonlySet<string> = new Set([
  '!!binary',
  '!!omap',
  '!!pairs',
  '!!set',
  'intTime',
  'floatTime',
  'timestamp',
]);

/** A number has a digit: without one a dot is text, as a key of a Secret may be. */
const FLOAT = /^[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)$/;

function withDigits(tag: Tags[number]): Tags[number] {
  if (typeof tag === 'string' || tag.collection !== undefined || tag.test === undefined) {
    return tag;
  }
  return tag.test.test('.') ? { ...tag, test: FLOAT } : tag;
}

/** YAML 1.1 as the API machinery reads it: `yes` and `on` are booleans, `<<` merges. */
function tagsOfKubectl(tags: Tags): Tags {
  return tags
    .filter((tag) => {
      if (typeof tag === 'string') {
        return !UNKNOWN_TO_KUBECTL.has(tag);
      }
      return tag.format !== 'TIME' && tag.tag !== 'tag:yaml.org,2002:timestamp';
    })
    .map(withDigits);
}

export function parseChunk(chunk: YamlChunk): ParsedChunk {
  const lineCounter = new LineCounter();
  const document = parseDocument(chunk.text, {
    lineCounter,
    version: '1.1',
    customTags: tagsOfKubectl,
    prettyErrors: false,
    // Duplicates are found in duplicate.ts, which can say where the first one is.
    uniqueKeys: false,
    logLevel: 'silent',
  });
  return {
    text: chunk.text,
    template: templateOf(chunk.text),
    document,
    positionAt: (offset) => {
      const { line, col } = lineCounter.linePos(Math.min(offset, chunk.text.length));
      return { line: chunk.line - 1 + Math.max(line, 1), column: Math.max(col, 1) };
    },
  };
}
