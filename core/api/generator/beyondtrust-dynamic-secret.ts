import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type Mutable } from '../field-schema.ts';
import type { RetrySettings } from '../secret-store.ts';
import type { CaProvider, SecretKeySelector } from '../selector.ts';
import { retrySettings } from './retry.ts';

/** Generator `BeyondtrustWorkloadCredentialsDynamicSecret`: short-lived cloud credentials (eso.md 6.1). */
export interface BeyondtrustDynamicSecretSpec {
  /** Controller class; '' means any. */
  readonly controller: string;
  readonly provider: BeyondtrustProvider;
  readonly retrySettings?: RetrySettings;
}

export interface BeyondtrustProvider {
  readonly auth: { readonly apikey: { readonly token: SecretKeySelector } };
  readonly server: { readonly apiUrl: string; readonly siteId: string };
  readonly folderPath?: string;
  /** base64 of PEM. */
  readonly caBundle?: string;
  readonly caProvider?: CaProvider;
}

export function beyondtrustDynamicSecretSchema(
  joi: Root,
): ObjectSchema<Mutable<BeyondtrustDynamicSecretSpec>> {
  const f = fieldSchemas(joi);
  return f.object<BeyondtrustDynamicSecretSpec>({
    controller: f.assumed(f.text(), ''),
    retrySettings: retrySettings(f),
    provider: f
      .object<BeyondtrustProvider>({
        auth: f
          .object<BeyondtrustProvider['auth']>({
            apikey: f
              .object<BeyondtrustProvider['auth']['apikey']>({ token: f.secretRef().required() })
              .required(),
          })
          .required(),
        server: f
          .object<BeyondtrustProvider['server']>({
            apiUrl: f.text().required(),
            siteId: f.text().required(),
          })
          .required(),
        folderPath: f.text(),
        caBundle: f.base64(),
        caProvider: f.caProvider(),
      })
      .required(),
  });
}
