import { type AppError, isObject, type JsonObject, objectAt, textAt } from '../../runtime/index.ts';
import { codeOfStatus, parseRetryAfter, type StoreFault, storeError } from '../fault.ts';
import { HttpFault, type HttpResponse } from '../http.ts';
import { safeWords } from '../safe-words.ts';

type Place = Omit<StoreFault, 'problem'>;

function parse(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    return undefined; // the parser's words would quote the answer
  }
}

/** The answer's JSON object; PAYLOAD_MALFORMED when it is none. */
export function readObject(response: HttpResponse, place: Place): JsonObject {
  const object = parse(response.body.toString('utf8'));
  if (!isObject(object)) {
    const problem = 'the API server’s answer is not a JSON object';
    throw storeError('PAYLOAD_MALFORMED', { ...place, problem });
  }
  return object;
}

/** Is it about the Secret that was named? A 404 of a path the server does not know is another matter. */
export function saysAbsent(response: HttpResponse): boolean {
  const status = response.status === 404 ? parse(response.body.toString('utf8')) : undefined;
  return isObject(status) && textAt(objectAt(status, 'details'), 'kind') === 'secrets';
}

/** A refusal in the API server's words (a Status), without the token we sent. */
export function refusalError(
  response: HttpResponse,
  place: Place,
  credentials: readonly string[],
  now: Date,
): AppError {
  const status = parse(response.body.toString('utf8'));
  const said = isObject(status) ? textAt(status, 'message') : '';
  const words = safeWords(said, credentials);
  const retryAfterMs = parseRetryAfter(response.header('retry-after'), now);
  return storeError(
    codeOfStatus(response.status),
    {
      ...place,
      problem: `the API server answered ${response.status}${words === '' ? '' : ` (${words})`}`,
    },
    retryAfterMs === undefined ? {} : { retryAfterMs },
  );
}

/** A request without an answer; other faults pass unchanged. */
export function networkError(error: unknown, place: Place): unknown {
  return error instanceof HttpFault
    ? storeError(error.code, { ...place, problem: `the API server: ${error.message}` })
    : error;
}
