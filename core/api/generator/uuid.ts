import type { ObjectSchema, Root } from 'joi';

/** Generator `UUID`: nothing to set (eso.md 6.1). */
export type UuidSpec = object;

export function uuidSchema(joi: Root): ObjectSchema<UuidSpec> {
  return joi.object<UuidSpec>({});
}
