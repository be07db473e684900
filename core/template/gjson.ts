import { AppError } from '../runtime/index.ts';
import { entriesOf } from './json-path/entries.ts';
import { evaluatePath } from './json-path/evaluate.ts';
import { parseRoot } from './json-path/scan.ts';
import { isValidJson } from './json-path/valid.ts';
import { exists, isObject, type JsonValue, stringOf } from './json-path/value.ts';

export { isValidJson };

/** What a path found. `string` is gjson's String(): strings unquoted, everything else as its raw JSON text. */
export type JsonResult =
  | { readonly exists: false }
  | { readonly exists: true; readonly raw: string; readonly string: string };

/**
 * What a gjson path finds in JSON text (eso.md 5.2). It reads the text itself: numbers keep their digits, objects their
 * bytes, and the first of equal keys counts. Text that is no JSON is not refused here, as gjson does not; ask isValidJson.
 * PAYLOAD_MALFORMED when text or path is nested thousands of levels deep.
 */
export function queryJson(json: string, path: string): JsonResult {
  try {
    return jsonResult(evaluatePath(json, path));
  } catch (error) {
    if (error instanceof RangeError) {
      throw new AppError('PAYLOAD_MALFORMED', 'the JSON or its path is nested too deeply', {
        cause: error,
      });
    }
    throw error;
  }
}

/** The members of a JSON object in the text's order; undefined when the text is not valid JSON or not an object. */
export function jsonObjectEntries(
  json: string,
): readonly (readonly [key: string, value: JsonResult])[] | undefined {
  const root = isValidJson(json) ? parseRoot(json) : undefined;
  if (root === undefined || !isObject(root)) {
    return undefined;
  }
  return entriesOf(root).map(({ key, value }) => [stringOf(key), jsonResult(value)]);
}

function jsonResult(value: JsonValue): JsonResult {
  return exists(value)
    ? { exists: true, raw: value.raw, string: stringOf(value) }
    : { exists: false };
}
