import type { SecretPayload } from '../../provider/index.ts';
import { AppError, SecretBytes } from '../../runtime/index.ts';
import type { SecretData } from '../contract.ts';
import { jsonObjectEntries, type JsonResult } from '../../template/index.ts';
import { requireJson } from './json-document.ts';
import { wholePayload } from './payload.ts';
import { pickProperty } from './property.ts';

function memberText(value: JsonResult): string {
  if (!value.exists || value.raw === 'null') {
    return '';
  }
  return value.raw.startsWith('"') ? value.string : value.raw;
}

/**
 * dataFrom.extract: one entry a member of the JSON object, or of the object `property` names; one a field where the backend
 * keeps fields. Strings come unquoted, null is empty, everything else stays JSON text (eso.md 3.4, 5.2).
 */
export function extractEntries(payload: SecretPayload, property: string | undefined): SecretData {
  const whole = property === undefined || property === '';
  if (whole && payload.kind === 'fields') {
    return payload.fields;
  }
  const bytes = whole ? wholePayload(payload) : pickProperty(payload, property);
  const members = jsonObjectEntries(requireJson(bytes, 'dataFrom.extract'));
  if (members === undefined) {
    throw new AppError(
      'PAYLOAD_MALFORMED',
      'the payload is JSON but no object, which dataFrom.extract needs',
    );
  }
  return new Map(members.map(([name, value]) => [name, SecretBytes.fromUtf8(memberText(value))]));
}
