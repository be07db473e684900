const MAX_LENGTH = 240;
/** Shorter credentials would blank out ordinary words; none that a backend issues is so short. */
const MIN_CREDENTIAL_LENGTH = 4;

function leavesOf(value: unknown): readonly string[] {
  if (typeof value === 'object' && value !== null) {
    return Object.values(value).flatMap(leavesOf);
  }
  return typeof value === 'string' ? [value] : [];
}

/** What of a value that is sent must not come back in words: all of it, and each text in it where it is JSON. */
export function wordsOfValue(text: string): readonly string[] {
  try {
    return [text, ...leavesOf(JSON.parse(text))];
  } catch {
    return [text];
  }
}

function spellings(credential: string): readonly string[] {
  return [
    credential,
    encodeURIComponent(credential),
    Buffer.from(credential).toString('base64'),
    Buffer.from(credential).toString('base64url'),
  ];
}

/**
 * A backend's own words made fit for a status: one line, bounded, and without the credentials we sent, should it echo them.
 * Request ids go too, so that a status does not change with every try.
 */
export function safeWords(text: string, credentials: readonly string[]): string {
  const scrubbed = credentials
    .filter((credential) => credential.length >= MIN_CREDENTIAL_LENGTH)
    .flatMap(spellings)
    .reduce((words, spelling) => words.replaceAll(spelling, '[redacted]'), text);
  const line = scrubbed
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/giu, '[id]')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH)}…` : line;
}
