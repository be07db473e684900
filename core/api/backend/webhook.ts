import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type Mutable } from '../field-schema.ts';
import type { CaProvider, SecretKeySelector } from '../selector.ts';

/** Backend `webhook`: any HTTP API (eso.md 5.13). `url`, `headers`, `body` and `result.jsonPath` are Go templates. */
export interface WebhookBackend {
  readonly url: string;
  /** Absent: GET. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Go duration; absent: 5s. */
  readonly timeout?: string;
  readonly result?: { readonly jsonPath?: string };
  readonly secrets?: readonly WebhookSecret[];
  readonly auth?: WebhookAuth;
  /** base64 of PEM. */
  readonly caBundle?: string;
  readonly caProvider?: CaProvider;
}

/** A Secret whose keys the templates see under `name`. */
export interface WebhookSecret {
  readonly name: string;
  readonly secretRef: SecretKeySelector;
}

export interface WebhookAuth {
  readonly ntlm?: WebhookNtlm;
}

export interface WebhookNtlm {
  readonly usernameSecret: SecretKeySelector;
  readonly passwordSecret: SecretKeySelector;
}

export function webhookSchema(joi: Root): ObjectSchema<Mutable<WebhookBackend>> {
  const f = fieldSchemas(joi);
  return f.object<WebhookBackend>({
    url: f.text().required(),
    method: f.text(),
    headers: f.map(),
    body: f.text(),
    timeout: f.text(),
    result: f.object<NonNullable<WebhookBackend['result']>>({ jsonPath: f.text() }),
    secrets: f.list(
      f.object<WebhookSecret>({
        name: f.text().required(),
        secretRef: f.secretRef().required(),
      }),
    ),
    auth: f
      .object<WebhookAuth>({
        ntlm: f.object<WebhookNtlm>({
          usernameSecret: f.secretRef().required(),
          passwordSecret: f.secretRef().required(),
        }),
      })
      .min(1)
      .max(1),
    caBundle: f.base64(),
    caProvider: f.caProvider(),
  });
}
