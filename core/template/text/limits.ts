/** What one execution of a template may use, so that a hostile one does no harm. Go has none of these but the depth. */
export interface Limits {
  /** Nodes executed and items handled. */
  readonly steps: number;
  /** Bytes of the output, and of any one value made on the way. */
  readonly sizeBytes: number;
  /** Bytes of all values made on the way together. */
  readonly totalBytes: number;
  /** Templates calling templates. */
  readonly depth: number;
  readonly timeMs: number;
}

export const DEFAULT_LIMITS: Limits = {
  steps: 5_000_000,
  sizeBytes: 16 * 1024 * 1024,
  totalBytes: 256 * 1024 * 1024,
  depth: 500,
  timeMs: 5_000,
};
