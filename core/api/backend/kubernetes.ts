import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type Mutable } from '../field-schema.ts';
import type { CaProvider, SecretKeySelector, ServiceAccountSelector } from '../selector.ts';

/** Backend `kubernetes`: Secrets of a namespace, here or in another cluster (eso.md 5.11). */
export interface KubernetesBackend {
  readonly server?: KubernetesServer;
  readonly auth?: KubernetesAuth;
  /** A kubeconfig in a Secret. */
  readonly authRef?: SecretKeySelector;
  /** Default "default". */
  readonly remoteNamespace: string;
}

export interface KubernetesServer {
  /** Default "kubernetes.default". */
  readonly url: string;
  /** base64 of PEM. */
  readonly caBundle?: string;
  readonly caProvider?: CaProvider;
}

/** Exactly one member is set. */
export interface KubernetesAuth {
  readonly cert?: KubernetesCertAuth;
  readonly token?: KubernetesTokenAuth;
  readonly serviceAccount?: ServiceAccountSelector;
}

export interface KubernetesCertAuth {
  readonly clientCert: SecretKeySelector;
  readonly clientKey: SecretKeySelector;
}

export interface KubernetesTokenAuth {
  readonly bearerToken: SecretKeySelector;
}

export function kubernetesSchema(joi: Root): ObjectSchema<Mutable<KubernetesBackend>> {
  const f = fieldSchemas(joi);
  return f.object<KubernetesBackend>({
    server: f.object<KubernetesServer>({
      url: f.text().default('kubernetes.default'),
      caBundle: f.base64(),
      caProvider: f.caProvider(),
    }),
    auth: f
      .object<KubernetesAuth>({
        cert: f.object<KubernetesCertAuth>({
          clientCert: f.secretRef().required(),
          clientKey: f.secretRef().required(),
        }),
        token: f.object<KubernetesTokenAuth>({ bearerToken: f.secretRef().required() }),
        serviceAccount: f.serviceAccount(),
      })
      .min(1)
      .max(1),
    authRef: f.secretRef(),
    remoteNamespace: f.namespace().default('default'),
  });
}
