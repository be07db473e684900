import type { ObjectSchema, Root } from 'joi';
import { type AwsAuth, awsAuthSchema } from '../backend/aws.ts';
import { fieldSchemas, type Mutable } from '../field-schema.ts';

/** Generator `ECRAuthorizationToken`: a login for AWS's container registries (eso.md 6.1). */
export interface EcrAuthorizationTokenSpec {
  readonly region: string;
  readonly auth?: AwsAuth;
  readonly role?: string;
  /** private (as when absent) or public. */
  readonly scope?: string;
}

export function ecrAuthorizationTokenSchema(
  joi: Root,
): ObjectSchema<Mutable<EcrAuthorizationTokenSpec>> {
  const f = fieldSchemas(joi);
  return f.object<EcrAuthorizationTokenSpec>({
    region: f.text().required(),
    auth: awsAuthSchema(f),
    role: f.text(),
    scope: f.text(),
  });
}
