import { type ByteString } from '../value/index.ts';

/** A piece of a layout: text as it stands, or an element of the reference time. */
export interface LayoutPiece {
  readonly kind: 'text' | 'element';
  readonly text: ByteString;
}

const ELEMENT =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|002|0[1-6]|15|1|2006|2|__2|_2(?!006)|3|4|5|PM|pm|-070000|-07:00:00|-0700|-07:00|-07|Z070000|Z07:00:00|Z0700|Z07:00|Z07|[.,](?:0+|9+)(?![0-9])/g;

/** Takes a layout of package time apart. */
export function layoutPieces(layout: ByteString): LayoutPiece[] {
  const pieces: LayoutPiece[] = [];
  let copied = 0;
  for (const match of layout.matchAll(ELEMENT)) {
    pieces.push({ kind: 'text', text: layout.slice(copied, match.index) });
    pieces.push({ kind: 'element', text: match[0] });
    copied = match.index + match[0].length;
  }
  return [...pieces, { kind: 'text', text: layout.slice(copied) }];
}
