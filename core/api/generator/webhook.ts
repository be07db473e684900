import type { ObjectSchema, Root } from 'joi';
import type { WebhookAuth, WebhookNtlm } from '../backend/webhook.ts';
import { fieldSchemas, type Mutable } from '../field-schema.ts';
import type { CaProvider } from '../selector.ts';
import { type LocalSecretKey, localSecretKey } from './grafana.ts';

/** Generator `Webhook`: the object an HTTP API answers with (eso.md 6.1). */
export interface WebhookGeneratorSpec {
  readonly url: string;
  /** Absent: GET. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Go duration; absent: 5s. */
  readonly timeout?: string;
  readonly result: { readonly jsonPath?: string };
  readonly secrets?: readonly { readonly name: string; readonly secretRef: LocalSecretKey }[];
  readonly auth?: WebhookAuth;
  /** base64 of PEM. */
  readonly caBundle?: string;
  readonly caProvider?: CaProvider;
}

export function webhookGeneratorSchema(joi: Root): ObjectSchema<Mutable<WebhookGeneratorSpec>> {
  const f = fieldSchemas(joi);
  return f.object<WebhookGeneratorSpec>({
    url: f.text().required(),
    method: f.text(),
    headers: f.map(),
    body: f.text(),
    timeout: f.text(),
    result: f.object<WebhookGeneratorSpec['result']>({ jsonPath: f.text() }).required(),
    secrets: f.list(
      f.object<NonNullable<WebhookGeneratorSpec['secrets']>[number]>({
        name: f.text().required(),
        secretRef: localSecretKey(f).required(),
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
