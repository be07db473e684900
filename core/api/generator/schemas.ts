import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type Mutable } from '../field-schema.ts';
import { acrAccessTokenSchema } from './acr-access-token.ts';
import { beyondtrustDynamicSecretSchema } from './beyondtrust-dynamic-secret.ts';
import { cloudsmithAccessTokenSchema } from './cloudsmith-access-token.ts';
import { ecrAuthorizationTokenSchema } from './ecr-authorization-token.ts';
import { fakeGeneratorSchema } from './fake.ts';
import { gcrAccessTokenSchema } from './gcr-access-token.ts';
import { githubAccessTokenSchema } from './github-access-token.ts';
import { gitlabDeployTokenSchema } from './gitlab-deploy-token.ts';
import { grafanaSchema } from './grafana.ts';
import {
  type ClusterGeneratorBody,
  type ClusterGeneratorChoice,
  type ClusterGeneratorSpec,
  GENERATOR_KINDS,
  GENERATOR_MEMBERS,
  type GeneratorKind,
  type GeneratorSpecs,
} from './index.ts';
import { mfaSchema } from './mfa.ts';
import { passwordSchema } from './password.ts';
import { quayAccessTokenSchema } from './quay-access-token.ts';
import { sshKeySchema } from './ssh-key.ts';
import { stsSessionTokenSchema } from './sts-session-token.ts';
import { uuidSchema } from './uuid.ts';
import { vaultDynamicSecretSchema } from './vault-dynamic-secret.ts';
import { webhookGeneratorSchema } from './webhook.ts';

type GeneratorSchemas = {
  readonly [Kind in GeneratorKind]: (joi: Root) => ObjectSchema<Mutable<GeneratorSpecs[Kind]>>;
};

/** Every generator's `spec`; a generator without one fails the build. */
const SPECS: GeneratorSchemas = {
  ACRAccessToken: acrAccessTokenSchema,
  BeyondtrustWorkloadCredentialsDynamicSecret: beyondtrustDynamicSecretSchema,
  CloudsmithAccessToken: cloudsmithAccessTokenSchema,
  ECRAuthorizationToken: ecrAuthorizationTokenSchema,
  Fake: fakeGeneratorSchema,
  GCRAccessToken: gcrAccessTokenSchema,
  GithubAccessToken: githubAccessTokenSchema,
  GitlabDeployToken: gitlabDeployTokenSchema,
  Grafana: grafanaSchema,
  MFA: mfaSchema,
  Password: passwordSchema,
  QuayAccessToken: quayAccessTokenSchema,
  SSHKey: sshKeySchema,
  STSSessionToken: stsSessionTokenSchema,
  UUID: uuidSchema,
  VaultDynamicSecret: vaultDynamicSecretSchema,
  Webhook: webhookGeneratorSchema,
};

/** Generators that work with nothing said; the others need a spec. */
const OPTIONAL: readonly GeneratorKind[] = ['Fake', 'Password', 'SSHKey', 'UUID'];

export function generatorSchema(joi: Root, kind: GeneratorKind): ObjectSchema {
  const spec: ObjectSchema = SPECS[kind](joi);
  return joi.object({
    spec: OPTIONAL.includes(kind)
      ? fieldSchemas(joi).assumed(spec)
      : spec.meta({ shared: GENERATOR_MEMBERS[kind] }).required(),
  });
}

/** In this place a spec that may be left out elsewhere is not assumed, so it is not shared. */
function memberSchema(joi: Root, kind: GeneratorKind): ObjectSchema {
  const spec: ObjectSchema = SPECS[kind](joi);
  return OPTIONAL.includes(kind) ? spec : spec.meta({ shared: GENERATOR_MEMBERS[kind] });
}

export function clusterGeneratorSchema(joi: Root): ObjectSchema<Mutable<ClusterGeneratorBody>> {
  const f = fieldSchemas(joi);
  const members = Object.fromEntries(
    GENERATOR_KINDS.map((kind) => [GENERATOR_MEMBERS[kind], memberSchema(joi, kind)]),
  );
  const generator: ObjectSchema<Mutable<ClusterGeneratorChoice>> = joi
    .object<Mutable<ClusterGeneratorChoice>>(members)
    .min(1)
    .max(1)
    .required();
  return f.object<ClusterGeneratorBody>({
    spec: f
      .object<ClusterGeneratorSpec>({
        kind: f.choice(...GENERATOR_KINDS).required(),
        generator,
      })
      .required(),
  });
}
