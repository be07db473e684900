const SECRET_NAME =
  /pass(?:word|wd|phrase)?(?:$|[^a-z])|secret|token|api[_.-]?key|private[_.-]?key|access[_.-]?key|credential/iu;
/** Names that only speak of a secret: where it lies, what it is called. */
const ABOUT_ONE = /(?:file|path|dir|name|id|url|uri|ttl|arn|ref|type|length|expiry|enabled)$/iu;

const PLACEHOLDER =
  /^(?:<[^>]*>|\$[{(][^})]*[})]|\{\{.*\}\}|x{3,}|\*+|\.{3}|change[-_ ]?me|replace[-_ ]?me|todo|example|dummy|placeholder|none|null|true|false|your[-_ ].*)$/iu;
const MARKED = /EXAMPLE|example|placeholder|changeme|change-me|replace-me|<[^>]+>|\$\{|\{\{/u;

/** Does a name say that what stands beside it is a secret? */
export function namesSecret(name: string): boolean {
  return SECRET_NAME.test(name) && !ABOUT_ONE.test(name);
}

/** Text that people write where a secret will go. */
export function isPlaceholder(text: string): boolean {
  return text.trim() === '' || PLACEHOLDER.test(text.trim()) || MARKED.test(text);
}

/** Bits a character, by the characters' own frequencies (Shannon). */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  const length = Array.from(text).length;
  return Array.from(counts.values()).reduce((sum, count) => {
    const share = count / length;
    return sum - share * Math.log2(share);
  }, 0);
}

const SHORTEST = 20;
const RANDOM_BITS = 3.7;

/** One word without spaces, long, of letters and digits, that no language would have. */
export function looksRandom(text: string): boolean {
  const word = text.trim();
  return (
    word.length >= SHORTEST &&
    /^[\w+/=.~!@#$%^&*-]+$/u.test(word) &&
    /\d/u.test(word) &&
    /[a-z]/iu.test(word) &&
    entropy(word) >= RANDOM_BITS
  );
}
