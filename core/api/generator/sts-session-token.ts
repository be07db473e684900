import type { ObjectSchema, Root } from 'joi';
import { type AwsAuth, awsAuthSchema } from '../backend/aws.ts';
import { fieldSchemas, type Mutable } from '../field-schema.ts';

/** Generator `STSSessionToken`: temporary AWS keys (eso.md 6.1). */
export interface StsSessionTokenSpec {
  readonly region: string;
  readonly auth?: AwsAuth;
  readonly role?: string;
  readonly requestParameters?: StsRequestParameters;
}

export interface StsRequestParameters {
  /** Seconds. */
  readonly sessionDuration?: number;
  readonly serialNumber?: string;
  readonly tokenCode?: string;
}

export function stsSessionTokenSchema(joi: Root): ObjectSchema<Mutable<StsSessionTokenSpec>> {
  const f = fieldSchemas(joi);
  return f.object<StsSessionTokenSpec>({
    region: f.text().required(),
    auth: awsAuthSchema(f),
    role: f.text(),
    requestParameters: f.object<StsRequestParameters>({
      sessionDuration: f.integer().meta({ format: 'int32' }),
      serialNumber: f.text(),
      tokenCode: f.text(),
    }),
  });
}
