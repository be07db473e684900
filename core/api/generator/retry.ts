import type { ObjectSchema } from 'joi';
import type { FieldSchemas, Mutable } from '../field-schema.ts';
import type { RetrySettings } from '../secret-store.ts';

/** `retrySettings` of stores and generators. */
export function retrySettings(f: FieldSchemas): ObjectSchema<Mutable<RetrySettings>> {
  return f.object<RetrySettings>({
    maxRetries: f.integer().meta({ format: 'int32' }),
    retryInterval: f.text(),
  });
}
