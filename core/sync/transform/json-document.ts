import { AppError, type SecretBytes } from '../../runtime/index.ts';
import { isValidJson } from '../../template/index.ts';
import { toText } from './payload.ts';

const MAX_NAMES = 10;

/** The names that exist, for a message: never values, and not too many. */
export function describeNames(names: Iterable<string>): string {
  const sorted = [...names].toSorted();
  if (sorted.length === 0) {
    return 'there are none';
  }
  const more = sorted.length - MAX_NAMES;
  const shown = sorted.slice(0, MAX_NAMES).join(', ');
  return `there are: ${shown}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Bytes as JSON text, checked; `use` says what needs JSON. PAYLOAD_MALFORMED otherwise. */
export function requireJson(bytes: SecretBytes, use: string): string {
  const text = toText(bytes);
  if (text === undefined || !isValidJson(text)) {
    throw new AppError('PAYLOAD_MALFORMED', `the payload is not JSON, which ${use} needs`);
  }
  return text;
}
