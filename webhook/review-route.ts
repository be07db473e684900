import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Logger, type Probe, toAppError } from '../core/runtime/index.ts';
import type { Answer } from './admission/answer.ts';
import { type BodyRoom, createBodyRoom, readBody } from './body.ts';

/** Two objects of at most 3 MiB each, and what is around them. */
const MAX_BODY_BYTES = 7 * 1024 * 1024;
/** Bodies held at once, over all requests. */
const MAX_HELD_BYTES = 64 * 1024 * 1024;
/** The API server's own default, for callers that name none. */
const DEFAULT_TIMEOUT_MS = 10_000;
const MAX_TIMEOUT_MS = 30_000;
/** We answer before the API server gives up. */
const MARGIN_MS = 500;

export type Answering = (body: Uint8Array, budgetMs: number) => Promise<Answer>;

/** Why a review was turned away unread; the API server tries again after a second, elsewhere if it can. */
export type ShedReason = 'overload' | 'stopping' | 'unready';

/** What answers reviews of one path. */
export interface Reviewer {
  readonly answer: Answering;
  /** Undefined when it may be asked. */
  readonly ready: Probe;
}

export interface ReviewRouteDeps {
  /** By path, each answering POST. */
  readonly reviews: Readonly<Record<string, Reviewer>>;
  readonly maxJudged: number;
  readonly isStopping: () => boolean;
  readonly onShed: (reason: ShedReason) => void;
  readonly log: Logger;
}

/** Takes the request when it is a review; false when it is something else. */
export type ReviewRoute = (request: IncomingMessage, response: ServerResponse) => boolean;

/** The time a verdict may take, from `?timeout=5s`. */
function budgetMs(query: string): number {
  const seconds = /(?:^|&)timeout=(\d{1,3})s(?:&|$)/u.exec(query)?.[1];
  const timeoutMs = seconds === undefined ? DEFAULT_TIMEOUT_MS : Number(seconds) * 1000;
  return Math.max(MARGIN_MS, Math.min(timeoutMs, MAX_TIMEOUT_MS) - MARGIN_MS);
}

function plain(status: Answer['status'], text: string): Answer {
  return { status, contentType: 'text/plain; charset=utf-8', body: `${text}\n` };
}

/** With Retry-After, the API server tries a 503 again within its own timeout (admission.md 1.7). */
function send(response: ServerResponse, { status, contentType, body }: Answer): void {
  const head = { 'content-type': contentType, 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, status === 503 ? { ...head, 'retry-after': '1' } : head);
  response.end(body);
}

interface Load {
  readonly room: BodyRoom;
  judged: number;
}

function reasonToShed(
  { ready }: Reviewer,
  { isStopping, maxJudged }: ReviewRouteDeps,
  load: Load,
): ShedReason | undefined {
  if (isStopping()) {
    return 'stopping';
  }
  if (ready() !== undefined) {
    return 'unready';
  }
  return load.judged >= maxJudged ? 'overload' : undefined;
}

/** The raw path of reviews: bytes in, bytes out, no framework between. */
export function createReviewRoute(deps: ReviewRouteDeps): ReviewRoute {
  const load: Load = { room: createBodyRoom(MAX_HELD_BYTES), judged: 0 };

  function shed(reason: ShedReason): Answer {
    deps.onShed(reason);
    return plain(503, reason);
  }

  async function judge(body: Uint8Array, answering: Answering, query: string): Promise<Answer> {
    load.judged += 1;
    try {
      return await answering(body, budgetMs(query));
    } finally {
      load.judged -= 1;
      load.room.give(body.length);
    }
  }

  async function answer(
    request: IncomingMessage,
    reviewer: Reviewer,
    query: string,
  ): Promise<Answer> {
    const body = await readBody(request, MAX_BODY_BYTES, load.room);
    if (body === 'too large') {
      return plain(413, `a review has at most ${MAX_BODY_BYTES} bytes`);
    }
    if (body === 'no room') {
      return shed('overload');
    }
    const reason = reasonToShed(reviewer, deps, load);
    if (reason !== undefined) {
      load.room.give(body.length);
      return shed(reason);
    }
    return judge(body, reviewer.answer, query);
  }

  return (request, response) => {
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    const reviewer = Object.hasOwn(deps.reviews, path) ? deps.reviews[path] : undefined;
    if (request.method !== 'POST' || reviewer === undefined) {
      return false;
    }
    answer(request, reviewer, query).then(
      (ready) => {
        send(response, ready);
      },
      (error: unknown) => {
        deps.log.warn('a review could not be answered', { reason: toAppError(error).message });
        response.destroy();
      },
    );
    return true;
  };
}
