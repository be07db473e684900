import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type Mutable } from '../field-schema.ts';
import type { CaProvider, SecretKeySelector, ServiceAccountSelector } from '../selector.ts';

/** Backend `akeyless`: an Akeyless gateway (eso.md 5.7). */
export interface AkeylessBackend {
  readonly akeylessGWApiURL: string;
  readonly authSecretRef: AkeylessAuth;
  /** base64 of PEM. */
  readonly caBundle?: string;
  readonly caProvider?: CaProvider;
  /** Go round the gateway's cache. */
  readonly ignoreCache?: boolean;
}

export interface AkeylessAuth {
  readonly secretRef?: {
    readonly accessID?: SecretKeySelector;
    readonly accessType?: SecretKeySelector;
    readonly accessTypeParam?: SecretKeySelector;
  };
  readonly kubernetesAuth?: {
    readonly accessID: string;
    readonly k8sConfName: string;
    readonly secretRef?: SecretKeySelector;
    readonly serviceAccountRef?: ServiceAccountSelector;
  };
  readonly serviceAccountRef?: ServiceAccountSelector;
}

export function akeylessSchema(joi: Root): ObjectSchema<Mutable<AkeylessBackend>> {
  const f = fieldSchemas(joi);
  return f.object<AkeylessBackend>({
    akeylessGWApiURL: f.text().required(),
    authSecretRef: f
      .object<AkeylessAuth>({
        secretRef: f.object<NonNullable<AkeylessAuth['secretRef']>>({
          accessID: f.secretRef(),
          accessType: f.secretRef(),
          accessTypeParam: f.secretRef(),
        }),
        kubernetesAuth: f.object<NonNullable<AkeylessAuth['kubernetesAuth']>>({
          accessID: f.text().required(),
          k8sConfName: f.text().required(),
          secretRef: f.secretRef(),
          serviceAccountRef: f.serviceAccount(),
        }),
        serviceAccountRef: f.serviceAccount(),
      })
      .required(),
    caBundle: f.base64(),
    caProvider: f.caProvider(),
    ignoreCache: f.flag(),
  });
}
