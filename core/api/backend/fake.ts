import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type Mutable } from '../field-schema.ts';
/** Backend `fake`: values written in the store itself (eso.md 5.12). */
export interface FakeBackend {
  readonly data: readonly FakeEntry[];
  /** 0 ready, 1 unknown, 2 error. */
  readonly validationResult?: number;
}

export interface FakeEntry {
  readonly key: string;
  readonly value: string;
  readonly version?: string;
}

export function fakeSchema(joi: Root): ObjectSchema<Mutable<FakeBackend>> {
  const f = fieldSchemas(joi);
  return f.object<FakeBackend>({
    data: f
      .list(
        f.object<FakeEntry>({
          key: f.text().required(),
          value: f.text().required(),
          version: f.text(),
        }),
      )
      .required(),
    validationResult: f.integer(),
  });
}
