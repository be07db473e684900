import type { RawObject } from '../../api/index.ts';
import {
  AppError,
  type ErrorCode,
  isObject,
  numberAt,
  objectAt,
  textAt,
} from '../../runtime/index.ts';

const CODES: Readonly<Record<number, ErrorCode>> = {
  401: 'KUBE_FORBIDDEN',
  403: 'KUBE_FORBIDDEN',
  404: 'KUBE_NOT_FOUND',
  409: 'KUBE_CONFLICT',
  410: 'KUBE_GONE',
  429: 'KUBE_UNAVAILABLE',
};

function codeOf(httpStatus: number): ErrorCode {
  return CODES[httpStatus] ?? (httpStatus >= 500 ? 'KUBE_UNAVAILABLE' : 'KUBE_INVALID');
}

function parseStatus(body: string): RawObject {
  try {
    const parsed: unknown = JSON.parse(body);
    return isObject(parsed) ? parsed : {};
  } catch {
    return {}; // proxies and the API server's own 404 answer in plain text
  }
}

/** A refusal, and whether it is about the one object that was named (and not about its kind). */
export interface Refusal {
  readonly error: AppError;
  readonly namesObject: boolean;
}

export interface RefusedAnswer {
  /** What was asked: "GET /api/v1/namespaces/default/secrets/x". */
  readonly request: string;
  readonly httpStatus: number;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

function describeRefusal({ request, httpStatus }: RefusedAnswer, said: string): string {
  if (httpStatus === 401) {
    return `${request}: the API server does not accept our credentials`;
  }
  return said === '' ? `${request} was answered with HTTP ${httpStatus}` : said;
}

/**
 * An answer that is not 2xx as an AppError. The API server's message is passed on: it names objects and fields, and
 * says "<secret contents redacted>" where a Secret's value would stand.
 */
export function toRefusal(answer: RefusedAnswer): Refusal {
  const status = parseStatus(answer.body);
  const details = objectAt(status, 'details');
  const waitSeconds = Number(answer.retryAfter ?? numberAt(details, 'retryAfterSeconds'));
  return {
    error: new AppError(
      codeOf(answer.httpStatus),
      describeRefusal(answer, textAt(status, 'message')),
      waitSeconds > 0 ? { retryAfterMs: waitSeconds * 1000 } : {},
    ),
    namesObject: textAt(details, 'name') !== '',
  };
}

/** The ERROR event of a watch, a Status object. */
export function toWatchError(status: RawObject): AppError {
  const code = numberAt(status, 'code');
  const said = textAt(status, 'message');
  return new AppError(
    codeOf(code === 0 ? 500 : code),
    said === '' ? `the watch ended with code ${code}` : said,
  );
}

/** A request that got no answer. */
export function toNetworkError(request: string, error: unknown): AppError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
  return new AppError(
    'KUBE_UNAVAILABLE',
    `${request}: the API server cannot be reached (${code})`,
    {
      cause: error,
    },
  );
}
