export type Severity = 'error' | 'warning';

/** One complaint about one place of one object. `path` is a field path ("spec.data[3].remoteRef.key"); '' is the object. */
export interface Finding {
  /** Stable id, listed in docs/reference/findings.md. */
  readonly id: string;
  readonly severity: Severity;
  readonly path: string;
  /** What is wrong, with the offending text, and what would be accepted. Never a secret value. */
  readonly message: string;
}

/** The outcome of reading untrusted input: a trusted value, or every reason why not. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly findings: readonly Finding[] };
