import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type FieldSchemas, type Mutable } from '../field-schema.ts';
import type { SecretKeySelector, ServiceAccountSelector } from '../selector.ts';

/** Backend `aws`: Secrets Manager, Parameter Store, Certificate Manager (eso.md 5.3). */
export interface AwsBackend {
  readonly service: 'SecretsManager' | 'ParameterStore' | 'CertificateManager';
  readonly region: string;
  readonly auth?: AwsAuth;
  readonly role?: string;
  readonly additionalRoles?: readonly string[];
  readonly externalID?: string;
  /** Put before every key. */
  readonly prefix?: string;
  readonly sessionTags?: readonly AwsSessionTag[];
  readonly sessionTagsPolicy: 'None' | 'Simple' | 'Custom';
  readonly customSessionTags?: Readonly<Record<string, string>>;
  readonly transitiveTagKeys?: readonly string[];
  readonly secretsManager?: AwsSecretsManagerOptions;
}

export interface AwsSessionTag {
  readonly key: string;
  readonly value: string;
}

export interface AwsSecretsManagerOptions {
  readonly forceDeleteWithoutRecovery?: boolean;
  readonly recoveryWindowInDays?: number;
}

export interface AwsAuth {
  readonly jwt?: { readonly serviceAccountRef?: ServiceAccountSelector };
  readonly secretRef?: AwsSecretRef;
}

export interface AwsSecretRef {
  readonly accessKeyIDSecretRef?: SecretKeySelector;
  readonly secretAccessKeySecretRef?: SecretKeySelector;
  readonly sessionTokenSecretRef?: SecretKeySelector;
}

/** Tags the provider sets itself (sessionTagsPolicy). */
export const AWS_RESERVED_TAGS = ['esoNamespace', 'esoStoreName', 'esoStoreKind'] as const;
export const AWS_RESERVED_TAGS_MESSAGE = `customSessionTags cannot contain automatically injected reserved keys: ${AWS_RESERVED_TAGS.join(', ')}`;

export function awsAuthSchema(f: FieldSchemas): ObjectSchema<Mutable<AwsAuth>> {
  return f.object<AwsAuth>({
    jwt: f.object<NonNullable<AwsAuth['jwt']>>({ serviceAccountRef: f.serviceAccount() }),
    secretRef: f.object<AwsSecretRef>({
      accessKeyIDSecretRef: f.secretRef(),
      secretAccessKeySecretRef: f.secretRef(),
      sessionTokenSecretRef: f.secretRef(),
    }),
  });
}

export function awsSchema(joi: Root): ObjectSchema<Mutable<AwsBackend>> {
  const f = fieldSchemas(joi);
  return f.object<AwsBackend>({
    service: f.choice('SecretsManager', 'ParameterStore', 'CertificateManager').required(),
    region: f.text().required(),
    auth: awsAuthSchema(f),
    role: f.text(),
    additionalRoles: f.list(f.text()),
    externalID: f.text(),
    prefix: f.text(),
    sessionTags: f.list(
      f.object<AwsSessionTag>({ key: f.text().required(), value: f.text().required() }),
    ),
    sessionTagsPolicy: f.choice('None', 'Simple', 'Custom').default('None'),
    customSessionTags: f.map().meta({
      rule: {
        rule: "!('esoNamespace' in self) && !('esoStoreName' in self) && !('esoStoreKind' in self)",
        message: AWS_RESERVED_TAGS_MESSAGE,
      },
    }),
    transitiveTagKeys: f.list(f.text()),
    secretsManager: f.object<AwsSecretsManagerOptions>({
      forceDeleteWithoutRecovery: f.flag(),
      recoveryWindowInDays: f.integer().meta({ format: 'int64' }),
    }),
  });
}
