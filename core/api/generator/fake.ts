import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type Mutable } from '../field-schema.ts';

/** Generator `Fake`: gives what it is told (eso.md 6.1). */
export interface FakeGeneratorSpec {
  /** Controller class; '' means any. */
  readonly controller: string;
  readonly data: Readonly<Record<string, string>>;
}

export function fakeGeneratorSchema(joi: Root): ObjectSchema<Mutable<FakeGeneratorSpec>> {
  const f = fieldSchemas(joi);
  return f.object<FakeGeneratorSpec>({
    controller: f.assumed(f.text(), ''),
    data: f.assumed(f.map(), {}),
  });
}
