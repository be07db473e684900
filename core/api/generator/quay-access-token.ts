import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type Mutable } from '../field-schema.ts';
import type { ServiceAccountSelector } from '../selector.ts';

/** Generator `QuayAccessToken`: a ServiceAccount token exchanged for a robot's login (eso.md 6.1). */
export interface QuayAccessTokenSpec {
  readonly robotAccount: string;
  readonly serviceAccountRef: ServiceAccountSelector;
  readonly url?: string;
}

export function quayAccessTokenSchema(joi: Root): ObjectSchema<Mutable<QuayAccessTokenSpec>> {
  const f = fieldSchemas(joi);
  return f.object<QuayAccessTokenSpec>({
    robotAccount: f.text().required(),
    serviceAccountRef: f.serviceAccount().required(),
    url: f.text(),
  });
}
