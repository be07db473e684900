import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type Mutable } from '../field-schema.ts';
import type { SecretKeySelector } from '../selector.ts';

/** Generator `GithubAccessToken`: an installation token of a GitHub App (eso.md 6.1). */
export interface GithubAccessTokenSpec {
  readonly appID: string;
  readonly installID: string;
  /** Absent: https://api.github.com. */
  readonly url?: string;
  readonly repositories?: readonly string[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly auth: { readonly privateKey: { readonly secretRef: SecretKeySelector } };
}

type Auth = GithubAccessTokenSpec['auth'];

export function githubAccessTokenSchema(joi: Root): ObjectSchema<Mutable<GithubAccessTokenSpec>> {
  const f = fieldSchemas(joi);
  return f.object<GithubAccessTokenSpec>({
    appID: f.text().required(),
    installID: f.text().required(),
    url: f.text(),
    repositories: f.list(f.text()),
    permissions: f.map(),
    auth: f
      .object<Auth>({
        privateKey: f
          .object<Auth['privateKey']>({ secretRef: f.secretRef().required() })
          .required(),
      })
      .required(),
  });
}
