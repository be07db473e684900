/** Points at one key of a Secret. `namespace` is meant for ClusterSecretStores only. */
export interface SecretKeySelector {
  readonly name?: string;
  readonly namespace?: string;
  readonly key?: string;
}

export interface ServiceAccountSelector {
  readonly name: string;
  readonly namespace?: string;
  readonly audiences?: readonly string[];
}

export interface CaProvider {
  readonly type: 'Secret' | 'ConfigMap';
  readonly name: string;
  readonly key?: string;
  readonly namespace?: string;
}
