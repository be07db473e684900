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
  readonly sessionTags?: readonly { readonly key: string; readonly value: string }[];
  readonly sessionTagsPolicy: 'None' | 'Simple' | 'Custom';
  readonly customSessionTags?: Readonly<Record<string, string>>;
  readonly transitiveTagKeys?: readonly string[];
  readonly secretsManager?: {
    readonly forceDeleteWithoutRecovery?: boolean;
    readonly recoveryWindowInDays?: number;
  };
}

export interface AwsAuth {
  readonly jwt?: { readonly serviceAccountRef?: ServiceAccountSelector };
  readonly secretRef?: {
    readonly accessKeyIDSecretRef?: SecretKeySelector;
    readonly secretAccessKeySecretRef?: SecretKeySelector;
    readonly sessionTokenSecretRef?: SecretKeySelector;
  };
}
