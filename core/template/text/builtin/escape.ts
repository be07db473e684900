import { type ByteString, fromRune, isPrint, runesOf } from '../../value/index.ts';

const HTML: Readonly<Record<string, ByteString>> = {
  '\0': fromRune(0xfffd),
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

/** template.HTMLEscapeString */
export function escapeHtml(text: ByteString): ByteString {
  return text.replace(/[\0"'&<>]/gu, (character) => HTML[character] ?? character);
}

const JS: Readonly<Record<number, ByteString>> = {
  0x5c: '\\\\',
  0x27: "\\'",
  0x22: '\\"',
  0x3c: '\\u003C',
  0x3e: '\\u003E',
  0x26: '\\u0026',
  0x3d: '\\u003D',
};

/** template.JSEscapeString */
export function escapeJs(text: ByteString): ByteString {
  let escaped = '';
  for (const { rune, width, offset } of runesOf(text)) {
    escaped +=
      JS[rune] ??
      (rune === 0x7f || isPrint(rune) ? text.slice(offset, offset + width) : escapeRune(rune));
  }
  return escaped;
}

function escapeRune(rune: number): ByteString {
  return `\\u${rune.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** url.QueryEscape */
export function escapeUrlQuery(text: ByteString): ByteString {
  return text.replace(/[^A-Za-z0-9_.~-]/g, (byte) =>
    byte === ' ' ? '+' : `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
