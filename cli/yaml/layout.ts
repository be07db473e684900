import { isScalar, Scalar, visit } from 'yaml';
import type { ParsedChunk } from './parse.ts';
import type { YamlProblem } from './problem.ts';

const FOREIGN_SPACE = /^[ \t]*([\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000])/;
const TAB = /^ *(\t)/;

/**
 * Indentation that is none for YAML. Text copied from web pages is indented with no-break spaces; such a document may
 * even parse, its keys beginning with U+00A0 and nothing where it belongs. Blocks of text may hold what they like.
 */
export function findLayoutProblem(chunk: ParsedChunk): YamlProblem | undefined {
  const isText = textRanges(chunk);
  const foreign = linesIndentedBy(chunk, FOREIGN_SPACE, isText);
  const [first] = foreign;
  if (first !== undefined) {
    return {
      id: 'SPA-Y004',
      position: chunk.positionAt(first.offset),
      message: `indented with ${describeSpace(first.character)}${countLines(foreign.length)}: replace them by spaces`,
    };
  }
  const [tabbed] = linesIndentedBy(chunk, TAB, isText);
  return tabbed === undefined || chunk.document.errors.length === 0
    ? undefined
    : {
        id: 'SPA-Y003',
        position: chunk.positionAt(tabbed.offset),
        message: 'indented with tabs, which YAML does not allow: replace them by spaces',
      };
}

interface IndentedLine {
  readonly offset: number;
  readonly character: string;
}

function linesIndentedBy(
  chunk: ParsedChunk,
  pattern: RegExp,
  isText: (offset: number) => boolean,
): readonly IndentedLine[] {
  const found: IndentedLine[] = [];
  let offset = 0;
  for (const line of chunk.text.split('\n')) {
    const character = pattern.exec(line)?.[1];
    const at = character === undefined ? -1 : offset + line.indexOf(character);
    if (character !== undefined && line.trim() !== '' && !isText(at)) {
      found.push({ offset: at, character });
    }
    offset += line.length + 1;
  }
  return found;
}

const TEXT_TYPES: ReadonlySet<string> = new Set([
  Scalar.BLOCK_FOLDED,
  Scalar.BLOCK_LITERAL,
  Scalar.QUOTE_DOUBLE,
  Scalar.QUOTE_SINGLE,
]);

/** Whether an offset lies in a block or a quoted string, whose lines are content. */
function textRanges(chunk: ParsedChunk): (offset: number) => boolean {
  const ranges: (readonly [from: number, to: number])[] = [];
  visit(chunk.document, {
    Scalar: (_key, node) => {
      if (isScalar(node) && node.range && TEXT_TYPES.has(node.type ?? '')) {
        ranges.push([node.range[0], node.range[1]]);
      }
    },
  });
  return (offset) => ranges.some(([from, to]) => from < offset && offset < to);
}

function describeSpace(character: string): string {
  if (character === '\u00a0') {
    return 'no-break spaces (U+00A0)';
  }
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return `spaces that are none for YAML (U+${code})`;
}

function countLines(lines: number): string {
  return lines === 1 ? '' : ` in ${lines} lines`;
}
