import type { ByteString } from '../value/index.ts';

export type TokenKind =
  | 'text'
  | 'left-delimiter'
  | 'right-delimiter'
  | 'space'
  | 'identifier'
  | 'keyword'
  | 'field'
  | 'variable'
  | 'dot'
  | 'nil'
  | 'bool'
  | 'string'
  | 'raw-string'
  | 'character'
  | 'number'
  | 'declare'
  | 'assign'
  | 'pipe'
  | 'left-paren'
  | 'right-paren'
  | 'punctuation'
  | 'end'
  /** The text cannot be read on; `text` says why. */
  | 'error';

export interface Token {
  readonly kind: TokenKind;
  readonly text: ByteString;
  /** Offset in the template's bytes. */
  readonly offset: number;
}

export const KEYWORDS: ReadonlySet<string> = new Set([
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'range',
  'template',
  'with',
]);
