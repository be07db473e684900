import type { SecretPayload } from '../../provider/index.ts';
import { AppError, SecretBytes } from '../../runtime/index.ts';
import { jsonObjectEntries, queryJson } from '../../template/index.ts';
import { describeNames, requireJson } from './json-document.ts';

function missing(property: string, names: Iterable<string>): AppError {
  return new AppError(
    'PROPERTY_MISSING',
    `property ${JSON.stringify(property)} does not exist; ${describeNames(names)}`,
  );
}

function fromDocument(bytes: SecretBytes, property: string): SecretBytes {
  const document = requireJson(bytes, `property ${JSON.stringify(property)}`);
  const members = new Map(jsonObjectEntries(document));
  const result = members.get(property) ?? queryJson(document, property);
  if (!result.exists) {
    throw missing(property, members.keys());
  }
  return SecretBytes.fromUtf8(result.string);
}

/** `field.path` of a payload kept in fields: the longest field name that fits, then a path into that field's JSON. */
function fromFields(fields: ReadonlyMap<string, SecretBytes>, property: string): SecretBytes {
  const exact = fields.get(property);
  if (exact !== undefined) {
    return exact;
  }
  const [field] = [...fields.keys()]
    .filter((name) => property.startsWith(`${name}.`))
    .toSorted((left, right) => right.length - left.length);
  const bytes = field === undefined ? undefined : fields.get(field);
  if (field === undefined || bytes === undefined) {
    throw missing(property, fields.keys());
  }
  return fromDocument(bytes, property.slice(field.length + 1));
}

/**
 * remoteRef.property: the top-level member or field of exactly that name, otherwise a gjson path (eso.md 5.2). Strings come
 * unquoted, everything else as its JSON text. PROPERTY_MISSING tells which names exist, PAYLOAD_MALFORMED that it is no JSON.
 */
export function pickProperty(payload: SecretPayload, property: string): SecretBytes {
  return payload.kind === 'fields'
    ? fromFields(payload.fields, property)
    : fromDocument(payload.bytes, property);
}
