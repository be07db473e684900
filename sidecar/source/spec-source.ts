import type { ExternalSecret } from '../../core/api/index.ts';
import type { AppError } from '../../core/runtime/index.ts';

/** What becomes known of one named ExternalSecret. */
export type SpecEvent =
  | { readonly kind: 'put'; readonly externalSecret: ExternalSecret }
  /** There is none of that name. */
  | { readonly kind: 'absent'; readonly name: string }
  /** It cannot be read or understood; the last one known, if any, stays in force. */
  | { readonly kind: 'unreadable'; readonly name: string; readonly error: AppError }
  /** A store it uses changed. */
  | { readonly kind: 'store-changed'; readonly name: string };

/** Where the sidecar learns what to deliver. */
export interface SpecSource {
  /** Begins with what is, goes on with changes, ends when `signal` aborts. Heals itself; a broken source throws. */
  events(signal: AbortSignal): AsyncIterable<SpecEvent>;
}
