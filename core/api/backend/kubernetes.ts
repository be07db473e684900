import type { CaProvider, SecretKeySelector, ServiceAccountSelector } from '../selector.ts';

/** Backend `kubernetes`: Secrets of a namespace, here or in another cluster (eso.md 5.11). */
export interface KubernetesBackend {
  readonly server?: {
    /** Default "kubernetes.default". */
    readonly url: string;
    /** base64 of PEM. */
    readonly caBundle?: string;
    readonly caProvider?: CaProvider;
  };
  readonly auth?: KubernetesAuth;
  /** A kubeconfig in a Secret. */
  readonly authRef?: SecretKeySelector;
  /** Default "default". */
  readonly remoteNamespace: string;
}

/** Exactly one member is set. */
export interface KubernetesAuth {
  readonly cert?: { readonly clientCert: SecretKeySelector; readonly clientKey: SecretKeySelector };
  readonly token?: { readonly bearerToken: SecretKeySelector };
  readonly serviceAccount?: ServiceAccountSelector;
}
