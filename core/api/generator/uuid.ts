import type { ObjectSchema, Root } from 'joi';

/** Generator `UUID`: nothing to set (eso.md 6.1). */
export type UuidSpec = Readonly<Record<never, never>>;

export function uuidSchema(joi: Root): ObjectSchema<UuidSpec> {
  return joi.object<UuidSpec>({});
}
