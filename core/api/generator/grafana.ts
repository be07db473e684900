import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type FieldSchemas, type Mutable } from '../field-schema.ts';

/** Generator `Grafana`: a service account's token (eso.md 6.1). */
export interface GrafanaSpec {
  readonly url: string;
  readonly auth: GrafanaAuth;
  readonly serviceAccount: {
    readonly name: string;
    readonly role: string;
    readonly secondsToLive?: number;
  };
}

export interface GrafanaAuth {
  readonly basic?: { readonly username: string; readonly password: LocalSecretKey };
  readonly token?: LocalSecretKey;
}

/** One key of a Secret in the namespace where the generator is used. */
export interface LocalSecretKey {
  readonly name?: string;
  readonly key?: string;
}

export function localSecretKey(f: FieldSchemas): ObjectSchema<Mutable<LocalSecretKey>> {
  return f.object<LocalSecretKey>({ name: f.name(), key: f.secretKey() });
}

export function grafanaSchema(joi: Root): ObjectSchema<Mutable<GrafanaSpec>> {
  const f = fieldSchemas(joi);
  return f.object<GrafanaSpec>({
    url: f.text().required(),
    auth: f
      .object<GrafanaAuth>({
        basic: f.object<NonNullable<GrafanaAuth['basic']>>({
          username: f.text().required(),
          password: localSecretKey(f).required(),
        }),
        token: localSecretKey(f),
      })
      .required(),
    serviceAccount: f
      .object<GrafanaSpec['serviceAccount']>({
        name: f.text().required(),
        role: f.text().required(),
        secondsToLive: f.integer().min(1).meta({ format: 'int64' }),
      })
      .required(),
  });
}
