import type { CaProvider, SecretKeySelector, ServiceAccountSelector } from '../selector.ts';

/** Backend `vault`: HashiCorp Vault and OpenBao (eso.md 5.4). */
export interface VaultBackend {
  readonly server: string;
  /** Mount of the KV engine; absent: the key's first segment. */
  readonly path?: string;
  readonly version: 'v1' | 'v2';
  readonly namespace?: string;
  readonly auth?: VaultAuth;
  /** base64 of PEM. */
  readonly caBundle?: string;
  readonly caProvider?: CaProvider;
  readonly tls?: {
    readonly certSecretRef?: SecretKeySelector;
    readonly keySecretRef?: SecretKeySelector;
  };
  readonly headers?: Readonly<Record<string, string>>;
  readonly forwardInconsistent?: boolean;
  readonly readYourWrites?: boolean;
  readonly checkAndSet?: { readonly required?: boolean };
}

/** Tried in the order of this list; the first that is set wins. */
export interface VaultAuth {
  readonly namespace?: string;
  readonly tokenSecretRef?: SecretKeySelector;
  readonly appRole?: {
    readonly path: string;
    readonly roleId?: string;
    readonly roleRef?: SecretKeySelector;
    readonly secretRef: SecretKeySelector;
  };
  readonly kubernetes?: {
    readonly mountPath: string;
    readonly role: string;
    readonly serviceAccountRef?: ServiceAccountSelector;
    readonly secretRef?: SecretKeySelector;
  };
  readonly ldap?: {
    readonly path: string;
    readonly username: string;
    readonly secretRef?: SecretKeySelector;
  };
  readonly userPass?: {
    readonly path: string;
    readonly username: string;
    readonly secretRef?: SecretKeySelector;
  };
  readonly jwt?: {
    readonly path: string;
    readonly role?: string;
    readonly secretRef?: SecretKeySelector;
    readonly kubernetesServiceAccountToken?: {
      readonly serviceAccountRef: ServiceAccountSelector;
      readonly audiences?: readonly string[];
      readonly expirationSeconds?: number;
    };
  };
  readonly cert?: {
    readonly path: string;
    readonly vaultRole?: string;
    readonly clientCert?: SecretKeySelector;
    readonly secretRef?: SecretKeySelector;
  };
  readonly iam?: VaultIamAuth;
  readonly gcp?: VaultGcpAuth;
}

export interface VaultIamAuth {
  readonly path?: string;
  readonly region?: string;
  readonly role?: string;
  readonly vaultRole: string;
  readonly externalID?: string;
  readonly vaultAwsIamServerID?: string;
  readonly secretRef?: {
    readonly accessKeyIDSecretRef?: SecretKeySelector;
    readonly secretAccessKeySecretRef?: SecretKeySelector;
    readonly sessionTokenSecretRef?: SecretKeySelector;
  };
  readonly jwt?: { readonly serviceAccountRef?: ServiceAccountSelector };
}

export interface VaultGcpAuth {
  readonly path: string;
  readonly role: string;
  readonly location?: string;
  readonly projectID?: string;
  readonly secretRef?: { readonly secretAccessKeySecretRef?: SecretKeySelector };
  readonly serviceAccountRef?: ServiceAccountSelector;
  readonly workloadIdentity?: {
    readonly clusterLocation?: string;
    readonly clusterName?: string;
    readonly clusterProjectID?: string;
    readonly serviceAccountRef: ServiceAccountSelector;
  };
}
