/** What went wrong, as a closed table: whether trying again may help. docs/reference/errors.md lists them for people. */
export const ERROR_CODES = {
  CONFIG_INVALID: { retryable: false },
  SPEC_INVALID: { retryable: false },
  STORE_NOT_FOUND: { retryable: true },
  STORE_FORBIDDEN: { retryable: false },
  PROVIDER_UNSUPPORTED: { retryable: false },
  UNAUTHENTICATED: { retryable: true },
  ACCESS_DENIED: { retryable: true },
  SECRET_MISSING: { retryable: true },
  PROPERTY_MISSING: { retryable: true },
  RATE_LIMITED: { retryable: true },
  BACKEND_UNAVAILABLE: { retryable: true },
  TIMEOUT: { retryable: true },
  PAYLOAD_MALFORMED: { retryable: true },
  DECODE_FAILED: { retryable: true },
  KEY_INVALID: { retryable: true },
  KEY_CONFLICT: { retryable: true },
  TEMPLATE_FAILED: { retryable: true },
  SINK_CONFLICT: { retryable: true },
  SINK_FAILED: { retryable: true },
  HOOK_FAILED: { retryable: true },
  KUBE_NOT_FOUND: { retryable: true },
  KUBE_CONFLICT: { retryable: true },
  KUBE_FORBIDDEN: { retryable: true },
  KUBE_INVALID: { retryable: false },
  KUBE_GONE: { retryable: true },
  KUBE_UNAVAILABLE: { retryable: true },
  ABORTED: { retryable: true },
  INTERNAL: { retryable: true },
} as const satisfies Record<string, { retryable: boolean }>;

export type ErrorCode = keyof typeof ERROR_CODES;

export interface AppErrorOptions {
  readonly cause?: unknown;
  /** How long the other side asked us to wait before the next try. */
  readonly retryAfterMs?: number;
}

/**
 * A fault with a code of the table. `message` is publishable: it goes into statuses, events and admission answers, so it
 * names fields, stores and keys and never a value. The other side's own words stay in `cause`.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }

  get retryable(): boolean {
    return ERROR_CODES[this.code].retryable;
  }
}

/** The error as an AppError; an unknown fault becomes INTERNAL with a fixed text and stays loud in `cause`. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) {
    return error;
  }
  if (error instanceof Error && error.name === 'AbortError') {
    return new AppError('ABORTED', 'the operation was stopped', { cause: error });
  }
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new AppError('TIMEOUT', 'the operation took longer than it may', { cause: error });
  }
  return new AppError('INTERNAL', 'an unexpected fault; the log has its cause', { cause: error });
}

/** The same fault, its message preceded by where it happened ("spec.data[2]: …"). */
export function prefixError(prefix: string, error: unknown): AppError {
  const fault = toAppError(error);
  return new AppError(fault.code, `${prefix}: ${fault.message}`, {
    cause: fault.cause ?? fault,
    ...(fault.retryAfterMs === undefined ? {} : { retryAfterMs: fault.retryAfterMs }),
  });
}
