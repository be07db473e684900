import { AppError, type ErrorCode } from '../../runtime/index.ts';
import { codeOfStatus, storeError } from '../fault.ts';
import { HttpFault } from '../http.ts';
import type { StoreIdentity } from '../provider.ts';
import { safeWords } from '../safe-words.ts';
import { MalformedAnswer } from './answer.ts';
import { VaultRefusal } from './wire.ts';

export interface VaultFaultContext {
  readonly store: StoreIdentity;
  /** `key "secret/db"`, "login at auth/kubernetes". */
  readonly subject: string;
  /** What we sent that must not come back in words. */
  readonly credentials: readonly string[];
  readonly isLogin: boolean;
}

function codeOf(refusal: VaultRefusal, isLogin: boolean): ErrorCode {
  if (refusal.words.some((words) => /invalid token|missing client token/iu.test(words))) {
    return 'UNAUTHENTICATED';
  }
  if (isLogin && [400, 403].includes(refusal.status)) {
    return 'UNAUTHENTICATED';
  }
  if (refusal.words.some((words) => /check-and-set .*did not match/iu.test(words))) {
    return 'SINK_CONFLICT'; // somebody else wrote in between
  }
  if (refusal.status === 412 || refusal.status === 307) {
    return 'BACKEND_UNAVAILABLE'; // a standby that is behind, or that points elsewhere
  }
  return codeOfStatus(refusal.status);
}

/** What went wrong at Vault as an AppError. Unknown faults pass unchanged, to be INTERNAL at the exit. */
export function toVaultError(error: unknown, context: VaultFaultContext): unknown {
  const { store, subject } = context;
  if (error instanceof AppError) {
    return error;
  }
  if (error instanceof HttpFault) {
    return storeError(error.code, { store, subject, problem: `Vault: ${error.message}` });
  }
  if (error instanceof MalformedAnswer) {
    return storeError('PAYLOAD_MALFORMED', { store, subject, problem: `Vault: ${error.message}` });
  }
  if (error instanceof VaultRefusal) {
    const words = safeWords(error.words.join('; '), context.credentials);
    return storeError(
      codeOf(error, context.isLogin),
      {
        store,
        subject,
        problem: `Vault answered ${error.status}${words === '' ? '' : ` (${words})`}`,
      },
      {
        cause: new VaultRefusal(error.status, words === '' ? [] : [words], error.retryAfterMs),
        ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
      },
    );
  }
  return error;
}
