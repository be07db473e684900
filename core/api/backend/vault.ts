import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type FieldSchemas, type Mutable } from '../field-schema.ts';
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

type AuthMember<Name extends keyof VaultAuth> = NonNullable<VaultAuth[Name]>;
type JwtToken = NonNullable<AuthMember<'jwt'>['kubernetesServiceAccountToken']>;

function appRoleSchema(f: FieldSchemas): ObjectSchema<Mutable<AuthMember<'appRole'>>> {
  return f.object<AuthMember<'appRole'>>({
    path: f.text().default('approle'),
    roleId: f.text(),
    roleRef: f.secretRef(),
    secretRef: f.secretRef().required(),
  });
}

function userPassSchema(f: FieldSchemas): ObjectSchema<Mutable<AuthMember<'userPass'>>> {
  return f.object<AuthMember<'userPass'>>({
    path: f.text().default('userpass'),
    username: f.text().required(),
    secretRef: f.secretRef(),
  });
}

function jwtSchema(f: FieldSchemas): ObjectSchema<Mutable<AuthMember<'jwt'>>> {
  return f.object<AuthMember<'jwt'>>({
    path: f.text().default('jwt'),
    role: f.text(),
    secretRef: f.secretRef(),
    kubernetesServiceAccountToken: f.object<JwtToken>({
      serviceAccountRef: f.serviceAccount().required(),
      audiences: f.list(f.text()),
      expirationSeconds: f.integer().meta({ format: 'int64' }),
    }),
  });
}

function iamSchema(f: FieldSchemas): ObjectSchema<Mutable<VaultIamAuth>> {
  return f.object<VaultIamAuth>({
    path: f.text(),
    region: f.text(),
    role: f.text(),
    vaultRole: f.text().required(),
    externalID: f.text(),
    vaultAwsIamServerID: f.text(),
    secretRef: f.object<NonNullable<VaultIamAuth['secretRef']>>({
      accessKeyIDSecretRef: f.secretRef(),
      secretAccessKeySecretRef: f.secretRef(),
      sessionTokenSecretRef: f.secretRef(),
    }),
    jwt: f.object<NonNullable<VaultIamAuth['jwt']>>({ serviceAccountRef: f.serviceAccount() }),
  });
}

function gcpSchema(f: FieldSchemas): ObjectSchema<Mutable<VaultGcpAuth>> {
  return f.object<VaultGcpAuth>({
    path: f.text().default('gcp'),
    role: f.text().required(),
    location: f.text(),
    projectID: f.text(),
    secretRef: f.object<NonNullable<VaultGcpAuth['secretRef']>>({
      secretAccessKeySecretRef: f.secretRef(),
    }),
    serviceAccountRef: f.serviceAccount(),
    workloadIdentity: f.object<NonNullable<VaultGcpAuth['workloadIdentity']>>({
      clusterLocation: f.text(),
      clusterName: f.text(),
      clusterProjectID: f.text(),
      serviceAccountRef: f.serviceAccount().required(),
    }),
  });
}

function authSchema(f: FieldSchemas): ObjectSchema<Mutable<VaultAuth>> {
  return f.object<VaultAuth>({
    namespace: f.text(),
    tokenSecretRef: f.secretRef(),
    appRole: appRoleSchema(f),
    kubernetes: f.object<AuthMember<'kubernetes'>>({
      mountPath: f.text().default('kubernetes'),
      role: f.text().required(),
      serviceAccountRef: f.serviceAccount(),
      secretRef: f.secretRef(),
    }),
    ldap: f.object<AuthMember<'ldap'>>({
      path: f.text().default('ldap'),
      username: f.text().required(),
      secretRef: f.secretRef(),
    }),
    userPass: userPassSchema(f),
    jwt: jwtSchema(f),
    cert: f.object<AuthMember<'cert'>>({
      path: f.text().default('cert'),
      vaultRole: f.text(),
      clientCert: f.secretRef(),
      secretRef: f.secretRef(),
    }),
    iam: iamSchema(f),
    gcp: gcpSchema(f),
  });
}

export function vaultSchema(joi: Root): ObjectSchema<Mutable<VaultBackend>> {
  const f = fieldSchemas(joi);
  return f.object<VaultBackend>({
    server: f.text().required(),
    path: f.text(),
    version: f.choice('v1', 'v2').default('v2'),
    namespace: f.text(),
    auth: authSchema(f),
    caBundle: f.base64(),
    caProvider: f.caProvider(),
    tls: f.object<NonNullable<VaultBackend['tls']>>({
      certSecretRef: f.secretRef(),
      keySecretRef: f.secretRef(),
    }),
    headers: f.map(),
    forwardInconsistent: f.flag(),
    readYourWrites: f.flag(),
    checkAndSet: f.object<NonNullable<VaultBackend['checkAndSet']>>({ required: f.flag() }),
  });
}

/** Backend `openBao` of ESO: a part of Vault's settings, served by the same provider (eso.md 5.15). */
export interface OpenBaoBackend extends Pick<
  VaultBackend,
  'server' | 'path' | 'version' | 'namespace' | 'caBundle' | 'caProvider'
> {
  readonly auth?: OpenBaoAuth;
}

export type OpenBaoAuth = Pick<VaultAuth, 'namespace' | 'tokenSecretRef' | 'appRole' | 'userPass'>;

export function openBaoSchema(joi: Root): ObjectSchema<Mutable<OpenBaoBackend>> {
  const f = fieldSchemas(joi);
  return f
    .object<OpenBaoBackend>({
      server: f.text().required(),
      path: f.text(),
      version: f.choice('v1', 'v2').default('v2'),
      namespace: f.text(),
      caBundle: f.base64(),
      caProvider: f.caProvider(),
      auth: f
        .object<OpenBaoAuth>({
          namespace: f.text(),
          tokenSecretRef: f.secretRef(),
          appRole: appRoleSchema(f).xor('roleId', 'roleRef'),
          userPass: userPassSchema(f),
        })
        .xor('appRole', 'tokenSecretRef', 'userPass'),
    })
    .oxor('caBundle', 'caProvider');
}
