import { type AppError, type ErrorCode, isObject, type JsonObject } from '../runtime/index.ts';
import { codeOfStatus, parseRetryAfter, type StoreFault, storeError } from './fault.ts';
import { HttpFault, type HttpTransport } from './http.ts';
import type { ProviderContext } from './provider.ts';
import { withRetries } from './retry.ts';
import { safeWords } from './safe-words.ts';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the API's address, encoded, query included. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: object;
  /** What is being done, for messages. */
  readonly subject: string;
  /** The `call` label of ESO's metric (eso.md 8.1). */
  readonly metric: string;
  /** What is sent and must not come back in words. */
  readonly secrets?: readonly string[];
  /** For one request only. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly text: string;
  header(name: string): string | undefined;
}

/** How one vendor's API says things. */
export interface ApiDialect {
  /** As messages name it. */
  readonly vendor: string;
  /** Says this refusal (never a success) that what was asked for is not there? */
  saysAbsent(answer: ApiAnswer): boolean;
  /** The vendor's own words in the object of a refusal; '' where it has none. */
  wordsOf(refusal: JsonObject): string;
  /** Where the status alone misleads. */
  codeOf?(answer: ApiAnswer): ErrorCode | undefined;
}

/** What a request is signed with, and what of that must not come back in words. */
export interface Authorization {
  readonly headers: Readonly<Record<string, string>>;
  readonly credentials: readonly string[];
}

export interface JsonApiDeps {
  readonly base: string;
  readonly transport: HttpTransport;
  readonly dialect: ApiDialect;
  readonly context: ProviderContext;
  readonly authorize: (signal: AbortSignal) => Promise<Authorization>;
}

/** Makes of a good answer what was asked for; `malformed("a JSON object")` is the fault of one that is not that. */
export type ApiReader<Result> = (
  answer: ApiAnswer,
  malformed: (expected: string) => AppError,
) => Result;

/** Requests to a vendor's REST API; `undefined` is what the vendor says is absent, faults are AppErrors. */
export interface JsonApi {
  ask<Result>(
    request: ApiRequest,
    read: ApiReader<Result>,
    signal: AbortSignal,
  ): Promise<Result | undefined>;
}

function parse(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    return undefined; // the parser's words would quote the answer
  }
}

/** The answer as it was sent. */
export const asText: ApiReader<string> = ({ text }) => text;

export const asObject: ApiReader<JsonObject> = ({ text }, malformed) => {
  const body = parse(text);
  if (!isObject(body)) {
    throw malformed('a JSON object');
  }
  return body;
};

export interface ApiList {
  readonly items: readonly JsonObject[];
  header(name: string): string | undefined;
}

export const asList: ApiReader<ApiList> = (answer, malformed) => {
  const body = parse(answer.text);
  if (!Array.isArray(body) || !body.every(isObject)) {
    throw malformed('a JSON list of objects');
  }
  return { items: body, header: (name) => answer.header(name) };
};

/** A vendor's refusal in its own words, without what we sent. */
function refusal(
  answer: ApiAnswer,
  request: ApiRequest,
  { dialect, context }: JsonApiDeps,
  credentials: readonly string[],
): AppError {
  const body = parse(answer.text);
  const hidden = [...credentials, ...(request.secrets ?? [])];
  const words = isObject(body) ? safeWords(dialect.wordsOf(body), hidden) : '';
  const retryAfterMs = parseRetryAfter(answer.header('retry-after'), context.clock.now());
  const problem = `${dialect.vendor} answered ${answer.status}${words === '' ? '' : ` (${words})`}`;
  return storeError(
    dialect.codeOf?.(answer) ?? codeOfStatus(answer.status),
    { store: context.store, subject: request.subject, problem },
    retryAfterMs === undefined ? {} : { retryAfterMs },
  );
}

async function send(
  { transport, base }: JsonApiDeps,
  { method, body, path, headers: more }: ApiRequest,
  authorization: Authorization,
  signal: AbortSignal,
): Promise<ApiAnswer> {
  const headers = {
    accept: 'application/json',
    'user-agent': 'sallyport',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...authorization.headers,
    ...more,
  };
  const url = new URL(`${base.replace(/\/+$/u, '')}${path}`);
  const sent = { method, url, headers };
  const response = await transport.send(
    body === undefined ? sent : { ...sent, body: JSON.stringify(body) },
    signal,
  );
  return {
    status: response.status,
    text: response.body.toString('utf8'),
    header: (name) => response.header(name),
  };
}

/** A request without an answer; other faults pass unchanged. */
function networkFault(error: unknown, vendor: string, place: Omit<StoreFault, 'problem'>): unknown {
  return error instanceof HttpFault
    ? storeError(error.code, { ...place, problem: `${vendor}: ${error.message}` })
    : error;
}

export function createJsonApi(deps: JsonApiDeps): JsonApi {
  const { dialect, context } = deps;

  async function once<Result>(
    request: ApiRequest,
    read: ApiReader<Result>,
    signal: AbortSignal,
  ): Promise<Result | undefined> {
    const authorization = await deps.authorize(signal);
    const place = { store: context.store, subject: request.subject };
    const malformed = (expected: string): AppError =>
      storeError('PAYLOAD_MALFORMED', {
        ...place,
        problem: `${dialect.vendor}: the answer is not ${expected}`,
      });
    try {
      const answer = await send(deps, request, authorization, signal);
      const isRefusal = answer.status >= 300;
      const isAbsent = isRefusal && dialect.saysAbsent(answer);
      if (isRefusal && !isAbsent) {
        throw refusal(answer, request, deps, authorization.credentials);
      }
      const result = isAbsent ? undefined : read(answer, malformed);
      context.countCall(request.metric, 'success');
      return result;
    } catch (error) {
      signal.throwIfAborted();
      context.countCall(request.metric, 'error');
      throw networkFault(error, dialect.vendor, place);
    }
  }

  return {
    async ask(request, read, signal) {
      signal.throwIfAborted();
      return withRetries(context, async () => once(request, read, signal), signal);
    },
  };
}
