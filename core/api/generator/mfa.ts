import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type Mutable } from '../field-schema.ts';
import type { SecretKeySelector } from '../selector.ts';

/** Generator `MFA`: a time-based one-time password (eso.md 6.1). */
export interface MfaSpec {
  readonly secret: SecretKeySelector;
  /** Absent: sha1. */
  readonly algorithm?: string;
  /** Digits; absent: 6. */
  readonly length?: number;
  /** Seconds; absent: 30. */
  readonly timePeriod?: number;
  /** RFC 3339: a fixed time in place of now. */
  readonly when?: string;
}

export function mfaSchema(joi: Root): ObjectSchema<Mutable<MfaSpec>> {
  const f = fieldSchemas(joi);
  return f.object<MfaSpec>({
    secret: f.secretRef().required(),
    algorithm: f.text(),
    length: f.integer(),
    timePeriod: f.integer(),
    when: f.timestamp(),
  });
}
