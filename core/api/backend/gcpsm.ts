import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type FieldSchemas, type Mutable } from '../field-schema.ts';
import { GCP_REGION, GCP_SERVICE_ACCOUNT } from '../pattern.ts';
import type { SecretKeySelector, ServiceAccountSelector } from '../selector.ts';

/** Backend `gcpsm`: Google Cloud Secret Manager (eso.md 5.6). */
export interface GcpSecretManagerBackend {
  /** Absent: the project of the metadata server. */
  readonly projectID?: string;
  /** A region's own endpoint. */
  readonly location?: string;
  readonly auth?: GcpAuth;
  /** `LatestOrFail`, or `LatestOrFetch`: the newest enabled version when the latest is not. */
  readonly secretVersionSelectionPolicy: string;
}

export interface GcpAuth {
  readonly secretRef?: { readonly secretAccessKeySecretRef?: SecretKeySelector };
  readonly workloadIdentity?: GcpWorkloadIdentity;
  readonly workloadIdentityFederation?: GcpFederation;
}

export interface GcpWorkloadIdentity {
  readonly clusterLocation?: string;
  readonly clusterName?: string;
  readonly clusterProjectID?: string;
  readonly serviceAccountRef: ServiceAccountSelector;
}

export interface GcpFederation {
  readonly audience?: string;
  readonly serviceAccountRef?: ServiceAccountSelector;
  readonly credConfig?: SecretKeySelector;
  readonly awsSecurityCredentials?: GcpAwsCredentials;
  readonly externalTokenEndpoint?: string;
  readonly gcpServiceAccountEmail?: string;
}

export interface GcpAwsCredentials {
  readonly region: string;
  readonly awsCredentialsSecretRef: { readonly name: string; readonly namespace?: string };
}

export function gcpAuthSchema(f: FieldSchemas): ObjectSchema<Mutable<GcpAuth>> {
  return f.object<GcpAuth>({
    secretRef: f.object<NonNullable<GcpAuth['secretRef']>>({
      secretAccessKeySecretRef: f.secretRef(),
    }),
    workloadIdentity: f.object<GcpWorkloadIdentity>({
      clusterLocation: f.text(),
      clusterName: f.text(),
      clusterProjectID: f.text(),
      serviceAccountRef: f.serviceAccount().required(),
    }),
    workloadIdentityFederation: f.object<GcpFederation>({
      audience: f.text(),
      serviceAccountRef: f.serviceAccount(),
      credConfig: f.secretRef(),
      awsSecurityCredentials: f.object<GcpAwsCredentials>({
        region: f.filled().pattern(new RegExp(GCP_REGION, 'u')).required(),
        awsCredentialsSecretRef: f
          .object<GcpAwsCredentials['awsCredentialsSecretRef']>({
            name: f.name().required(),
            namespace: f.namespace(),
          })
          .required(),
      }),
      externalTokenEndpoint: f.text(),
      gcpServiceAccountEmail: f.filled().pattern(new RegExp(GCP_SERVICE_ACCOUNT, 'u')),
    }),
  });
}

export function gcpSecretManagerSchema(joi: Root): ObjectSchema<Mutable<GcpSecretManagerBackend>> {
  const f = fieldSchemas(joi);
  return f.object<GcpSecretManagerBackend>({
    projectID: f.text(),
    location: f.text(),
    auth: gcpAuthSchema(f),
    secretVersionSelectionPolicy: f.text().default('LatestOrFail'),
  });
}
