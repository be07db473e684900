import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type Mutable } from '../field-schema.ts';

/** Generator `Password` (eso.md 6.1). */
export interface PasswordSpec {
  readonly length: number;
  /** Absent: a quarter of the length. */
  readonly digits?: number;
  /** Absent: a quarter of the length. */
  readonly symbols?: number;
  readonly symbolCharacters?: string;
  readonly noUpper: boolean;
  readonly allowRepeat: boolean;
  readonly encoding: 'base64' | 'base64url' | 'base32' | 'hex' | 'raw';
  /** One password for each; absent: the key `password`. */
  readonly secretKeys?: readonly string[];
}

export function passwordSchema(joi: Root): ObjectSchema<Mutable<PasswordSpec>> {
  const f = fieldSchemas(joi);
  return f.object<PasswordSpec>({
    length: f.integer().default(24),
    digits: f.integer(),
    symbols: f.integer(),
    symbolCharacters: f.text(),
    noUpper: f.flag().default(false),
    allowRepeat: f.flag().default(false),
    encoding: f.choice('base64', 'base64url', 'base32', 'hex', 'raw').default('raw'),
    secretKeys: f.list(f.text()).min(1),
  });
}
