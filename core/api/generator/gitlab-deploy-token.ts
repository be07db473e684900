import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type Mutable } from '../field-schema.ts';
import type { SecretKeySelector } from '../selector.ts';

/** Generator `GitlabDeployToken`: a deploy token of one project or group (eso.md 6.1). */
export interface GitlabDeployTokenSpec {
  readonly name: string;
  readonly scopes: readonly GitlabScope[];
  readonly projectID?: string;
  readonly groupID?: string;
  readonly username?: string;
  /** RFC 3339. */
  readonly expiresAt?: string;
  readonly url?: string;
  readonly auth: { readonly token: { readonly secretRef: SecretKeySelector } };
}

const SCOPES = [
  'read_repository',
  'read_registry',
  'write_registry',
  'read_package_registry',
  'write_package_registry',
  'read_virtual_registry',
  'write_virtual_registry',
] as const;

export type GitlabScope = (typeof SCOPES)[number];
type Auth = GitlabDeployTokenSpec['auth'];

export function gitlabDeployTokenSchema(joi: Root): ObjectSchema<Mutable<GitlabDeployTokenSpec>> {
  const f = fieldSchemas(joi);
  return f
    .object<GitlabDeployTokenSpec>({
      name: f.filled().required(),
      scopes: f
        .list(f.choice(...SCOPES))
        .min(1)
        .required(),
      projectID: f.filled(),
      groupID: f.filled(),
      username: f.text(),
      expiresAt: f.timestamp(),
      url: f.text(),
      auth: f
        .object<Auth>({
          token: f.object<Auth['token']>({ secretRef: f.secretRef().required() }).required(),
        })
        .required(),
    })
    .xor('projectID', 'groupID')
    .meta({ choiceMessage: 'exactly one of projectID or groupID must be set' });
}
