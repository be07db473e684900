import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type Mutable } from '../field-schema.ts';
import type { ServiceAccountSelector } from '../selector.ts';

/** Generator `CloudsmithAccessToken`: a ServiceAccount token exchanged for a registry login (eso.md 6.1). */
export interface CloudsmithAccessTokenSpec {
  readonly apiUrl?: string;
  readonly orgSlug: string;
  readonly serviceSlug: string;
  readonly serviceAccountRef: ServiceAccountSelector;
}

export function cloudsmithAccessTokenSchema(
  joi: Root,
): ObjectSchema<Mutable<CloudsmithAccessTokenSpec>> {
  const f = fieldSchemas(joi);
  return f.object<CloudsmithAccessTokenSpec>({
    apiUrl: f.text(),
    orgSlug: f.text().required(),
    serviceSlug: f.text().required(),
    serviceAccountRef: f.serviceAccount().required(),
  });
}
