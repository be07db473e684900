import type { ObjectSchema, Root } from 'joi';
import { type GcpAuth, gcpAuthSchema } from '../backend/gcpsm.ts';
import { fieldSchemas, type Mutable } from '../field-schema.ts';

/** Generator `GCRAccessToken`: an OAuth token for Google's container registries (eso.md 6.1). */
export interface GcrAccessTokenSpec {
  readonly projectID: string;
  readonly auth: GcpAuth;
}

export function gcrAccessTokenSchema(joi: Root): ObjectSchema<Mutable<GcrAccessTokenSpec>> {
  const f = fieldSchemas(joi);
  return f.object<GcrAccessTokenSpec>({
    projectID: f.text().required(),
    auth: gcpAuthSchema(f)
      .fork(['workloadIdentity.clusterLocation', 'workloadIdentity.clusterName'], (field) =>
        field.required(),
      )
      .required(),
  });
}
