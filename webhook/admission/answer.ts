import {
  type AppError,
  type Clock,
  type LogFields,
  type Logger,
  toAppError,
} from '../../core/runtime/index.ts';
import type { Deadlines } from './deadline.ts';
import type { Chain } from './handler.ts';
import type { AdmissionRequest } from './request.ts';
import { decodeReview, encodeReview } from './review.ts';
import type { Verdict } from './verdict.ts';

/** What goes back over HTTP. */
export interface Answer {
  readonly status: 200 | 400 | 413 | 500 | 503;
  readonly contentType: 'application/json' | 'text/plain; charset=utf-8';
  readonly body: string;
}

export interface AnswerDeps {
  readonly chain: Chain;
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  readonly log: Logger;
  readonly metrics: AnswerCounter;
}

export interface AnswerCounter {
  answered(answer: Answered): void;
}

/** What is counted of an answer. */
export interface Answered {
  /** '' for bytes that are no review. */
  readonly kind: string;
  readonly operation: string;
  /** A verdict's kind; `fault`; or `refused` for what is no review. */
  readonly verdict: Verdict['kind'] | 'fault' | 'refused';
  readonly durationMs: number;
}

function plain(status: 400 | 500, body: string): Answer {
  return { status, contentType: 'text/plain; charset=utf-8', body: `${body}\n` };
}

function identity(request: AdmissionRequest): LogFields {
  return {
    requestUid: request.uid,
    kind: request.kind.kind,
    namespace: request.namespace,
    name: request.name,
    operation: request.operation,
    dryRun: request.dryRun,
  };
}

function logVerdict(request: AdmissionRequest, verdict: Verdict, log: Logger): void {
  if (verdict.kind === 'denied') {
    const findings = verdict.findings.map((finding) => finding.id).join(',');
    log.info('admission request denied', { ...identity(request), findings });
    return;
  }
  log.debug('admission request answered', { ...identity(request), verdict: verdict.kind });
}

function logFault(request: AdmissionRequest, fault: AppError, log: Logger): void {
  log.error('admission request failed', {
    ...identity(request),
    code: fault.code,
    reason: fault.message,
    cause: fault.cause instanceof Error ? fault.cause.stack : undefined,
  });
}

/**
 * Bytes of an AdmissionReview in, the HTTP answer out. What is no review is 400; a fault of ours is 500, so that the
 * failurePolicy decides and not we (admission.md 1.3).
 */
export async function answerReview(
  body: Uint8Array,
  budgetMs: number,
  deps: AnswerDeps,
): Promise<Answer> {
  const started = deps.clock.monotonicMs();
  const decoded = decodeReview(body, budgetMs);
  function count(verdict: Answered['verdict']): void {
    const { kind, operation } = decoded.ok
      ? { kind: decoded.request.kind.kind, operation: decoded.request.operation }
      : { kind: '', operation: '' };
    deps.metrics.answered({
      kind,
      operation,
      verdict,
      durationMs: deps.clock.monotonicMs() - started,
    });
  }

  if (!decoded.ok) {
    count('refused');
    return plain(400, decoded.problem);
  }
  try {
    const { request } = decoded;
    const verdict = await deps.deadlines.within(budgetMs, async (signal) =>
      deps.chain(request, signal),
    );
    count(verdict.kind);
    logVerdict(decoded.request, verdict, deps.log);
    const answer = encodeReview(decoded.request.uid, verdict);
    return { status: 200, contentType: 'application/json', body: answer };
  } catch (error) {
    const fault = toAppError(error);
    count('fault');
    logFault(decoded.request, fault, deps.log);
    return plain(500, `${fault.code}: ${fault.message}`);
  }
}
