import { type ByteString, FunctionError, toText } from '../value/index.ts';
import { quote } from '../fmt/index.ts';

/** What is escaped depends on the part of the URL. */
export type UrlPart = 'path' | 'host' | 'userinfo' | 'fragment';

const PLAIN: Record<UrlPart, RegExp> = {
  path: /^[\w.~$&+,/:;=@-]$/,
  host: /^[\w.~!$&'()*+,;=:[\]<>"-]$/,
  userinfo: /^[\w.~$&+,;=-]$/,
  fragment: /^[\w.~$&+,/:;=?@!()*-]$/,
};

export function escapeUrl(text: ByteString, part: UrlPart): ByteString {
  return Array.from(text, (character) =>
    PLAIN[part].test(character) ? character : `%${hex(character)}`,
  ).join('');
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
}

/** Throws FunctionError in the words of net/url. */
export function unescapeUrl(text: ByteString, part: UrlPart): ByteString {
  for (const [escape] of text.matchAll(/%[^]{0,2}/g)) {
    if (!/^%[0-9a-fA-F]{2}$/.test(escape)) {
      throw wrongEscape(escape);
    }
    if (part === 'host' && /^%[0-7]/.test(escape) && escape !== '%25') {
      throw wrongEscape(escape);
    }
  }
  const wrong =
    part === 'host' ? /[^\w.~!$&'()*+,;=:[\]<>"%\x80-\xff-]/.exec(text)?.[0] : undefined;
  if (wrong !== undefined) {
    throw new FunctionError(`invalid character ${toText(quote(wrong))} in host name`);
  }
  return text.replace(/%(..)/g, (_all, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

function wrongEscape(escape: ByteString): FunctionError {
  return new FunctionError(`invalid URL escape ${toText(quote(escape))}`);
}
