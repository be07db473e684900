import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type Mutable } from '../field-schema.ts';
import type { CaProvider, SecretKeySelector } from '../selector.ts';

/** Backend `gitlab`: CI/CD variables of projects and groups (eso.md 5.10). */
export interface GitlabBackend {
  /** Absent: https://gitlab.com/. */
  readonly url?: string;
  /** The capital letter is ESO's. */
  readonly auth: { readonly SecretRef: { readonly accessToken?: SecretKeySelector } };
  readonly projectID?: string;
  readonly groupIDs?: readonly string[];
  readonly inheritFromGroups?: boolean;
  readonly environment?: string;
  /** base64 of PEM. */
  readonly caBundle?: string;
  readonly caProvider?: CaProvider;
}

export function gitlabSchema(joi: Root): ObjectSchema<Mutable<GitlabBackend>> {
  const f = fieldSchemas(joi);
  return f.object<GitlabBackend>({
    url: f.text(),
    auth: f
      .object<GitlabBackend['auth']>({
        SecretRef: f
          .object<GitlabBackend['auth']['SecretRef']>({ accessToken: f.secretRef() })
          .required(),
      })
      .required(),
    projectID: f.text(),
    groupIDs: f.list(f.text()),
    inheritFromGroups: f.flag(),
    environment: f.text(),
    caBundle: f.base64(),
    caProvider: f.caProvider(),
  });
}
