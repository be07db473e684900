import type { Finding } from '../finding.ts';
import type { KindInfo } from '../kinds.ts';
import type { TextChecks } from '../rule/rule.ts';
import { salvage } from '../structural/conform.ts';
import type { StructuralSchema } from '../structural/schema.ts';

/** An object whose shape was looked at already. */
export interface Shaped {
  readonly info: KindInfo;
  readonly object: Readonly<Record<string, unknown>>;
  /** What is wrong with its shape; rules that read a malformed place are silent. */
  readonly malformed: readonly Finding[];
  readonly checks: TextChecks;
}

/** What of the object fits the schema, defaults applied. */
export function fitting<T>(schema: StructuralSchema<T>, object: unknown): T | undefined {
  return salvage(schema, object, { unknownFields: 'prune', assumed: true }).value;
}
