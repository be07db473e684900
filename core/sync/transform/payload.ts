import type { SecretPayload } from '../../provider/index.ts';
import { AppError, SecretBytes } from '../../runtime/index.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes as text, or undefined when they are not UTF-8. */
export function toText(bytes: SecretBytes): string | undefined {
  try {
    return utf8.decode(bytes.reveal());
  } catch {
    return undefined;
  }
}

function fieldsDocument(fields: ReadonlyMap<string, SecretBytes>): SecretBytes {
  const members = [...fields].map(([name, bytes]) => {
    const text = toText(bytes);
    if (text === undefined) {
      throw new AppError(
        'PAYLOAD_MALFORMED',
        `field ${JSON.stringify(name)} is binary and cannot be part of a JSON document; name one field in property, or use dataFrom.extract`,
      );
    }
    return [name, text] as const;
  });
  return SecretBytes.fromUtf8(JSON.stringify(Object.fromEntries(members.toSorted())));
}

/** The whole payload as one value: a document as it is, separate fields as one JSON object of strings (eso.md 5.11). */
export function wholePayload(payload: SecretPayload): SecretBytes {
  return payload.kind === 'document' ? payload.bytes : fieldsDocument(payload.fields);
}
