import { AppError, type AppErrorOptions, type ErrorCode } from '../runtime/index.ts';
import type { StoreIdentity } from './provider.ts';

/** The store as messages name it: `SecretStore "team-a"`. */
export function describeStore(store: StoreIdentity): string {
  return `${store.kind} "${store.name}"`;
}

/** A fault of one store: what was being done ("key \"db\"", "login") and what came of it. Neither may hold a value. */
export interface StoreFault {
  readonly store: StoreIdentity;
  readonly subject: string;
  readonly problem: string;
}

/** The fault as an AppError whose message names store, subject and cause. */
export function storeError(
  code: ErrorCode,
  fault: StoreFault,
  options: AppErrorOptions = {},
): AppError {
  const subject = fault.subject === '' ? '' : `${fault.subject}: `;
  return new AppError(code, `${describeStore(fault.store)}: ${subject}${fault.problem}`, options);
}

/** The remote key as messages name it. */
export function describeKey(key: string, version?: string): string {
  return version === undefined ? `key "${key}"` : `key "${key}" version "${version}"`;
}

/** Refusals that are about the moment and not about what was asked: conflict, locked, too early; a Vault in recovery or standby. */
const PASSING: ReadonlySet<number> = new Set([409, 423, 425, 472, 473]);

/** Which ErrorCode an HTTP status of a backend means; 404 is the caller's to judge. */
export function codeOfStatus(status: number): ErrorCode {
  if (status >= 500 || PASSING.has(status)) {
    return 'BACKEND_UNAVAILABLE';
  }
  switch (status) {
    case 401:
      return 'UNAUTHENTICATED';
    case 403:
      return 'ACCESS_DENIED';
    case 408:
      return 'TIMEOUT';
    case 429:
      return 'RATE_LIMITED';
    default:
      return 'SPEC_INVALID';
  }
}

/** Retry-After (seconds or an HTTP date) in milliseconds from `now`; undefined when absent or unreadable. */
export function parseRetryAfter(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/u.test(text)) {
    return Number(text) * 1000;
  }
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
