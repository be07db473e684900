import type { AcrAccessTokenSpec } from './acr-access-token.ts';
import type { BeyondtrustDynamicSecretSpec } from './beyondtrust-dynamic-secret.ts';
import type { CloudsmithAccessTokenSpec } from './cloudsmith-access-token.ts';
import type { EcrAuthorizationTokenSpec } from './ecr-authorization-token.ts';
import type { FakeGeneratorSpec } from './fake.ts';
import type { GcrAccessTokenSpec } from './gcr-access-token.ts';
import type { GithubAccessTokenSpec } from './github-access-token.ts';
import type { GitlabDeployTokenSpec } from './gitlab-deploy-token.ts';
import type { GrafanaSpec } from './grafana.ts';
import type { MfaSpec } from './mfa.ts';
import type { PasswordSpec } from './password.ts';
import type { QuayAccessTokenSpec } from './quay-access-token.ts';
import type { SshKeySpec } from './ssh-key.ts';
import type { StsSessionTokenSpec } from './sts-session-token.ts';
import type { UuidSpec } from './uuid.ts';
import type { VaultDynamicSecretSpec } from './vault-dynamic-secret.ts';
import type { WebhookGeneratorSpec } from './webhook.ts';

/** Every generator by its kind: adding one here fails the build wherever its other half is missing. */
export interface GeneratorSpecs {
  readonly ACRAccessToken: AcrAccessTokenSpec;
  readonly BeyondtrustWorkloadCredentialsDynamicSecret: BeyondtrustDynamicSecretSpec;
  readonly CloudsmithAccessToken: CloudsmithAccessTokenSpec;
  readonly ECRAuthorizationToken: EcrAuthorizationTokenSpec;
  readonly Fake: FakeGeneratorSpec;
  readonly GCRAccessToken: GcrAccessTokenSpec;
  readonly GithubAccessToken: GithubAccessTokenSpec;
  readonly GitlabDeployToken: GitlabDeployTokenSpec;
  readonly Grafana: GrafanaSpec;
  readonly MFA: MfaSpec;
  readonly Password: PasswordSpec;
  readonly QuayAccessToken: QuayAccessTokenSpec;
  readonly SSHKey: SshKeySpec;
  readonly STSSessionToken: StsSessionTokenSpec;
  readonly UUID: UuidSpec;
  readonly VaultDynamicSecret: VaultDynamicSecretSpec;
  readonly Webhook: WebhookGeneratorSpec;
}

export type GeneratorKind = keyof GeneratorSpecs;

/** What the schema covers of a generator; metadata is read by parseObjectMeta. */
export interface GeneratorBody<Spec = GeneratorSpecs[GeneratorKind]> {
  readonly spec: Spec;
}

/** `spec` of a ClusterGenerator as written: the member named for `kind` is the one that counts. */
export interface ClusterGeneratorSpec {
  readonly kind: GeneratorKind;
  readonly generator: ClusterGeneratorChoice;
}

export type ClusterGeneratorChoice = {
  readonly [Kind in GeneratorKind as (typeof GENERATOR_MEMBERS)[Kind]]?: GeneratorSpecs[Kind];
};

/** Where a ClusterGenerator keeps the settings of each kind (eso.md 1.8). */
export const GENERATOR_MEMBERS = {
  ACRAccessToken: 'acrAccessTokenSpec',
  BeyondtrustWorkloadCredentialsDynamicSecret: 'beyondtrustWorkloadCredentialsDynamicSecretSpec',
  CloudsmithAccessToken: 'cloudsmithAccessTokenSpec',
  ECRAuthorizationToken: 'ecrAuthorizationTokenSpec',
  Fake: 'fakeSpec',
  GCRAccessToken: 'gcrAccessTokenSpec',
  GithubAccessToken: 'githubAccessTokenSpec',
  GitlabDeployToken: 'gitlabDeployTokenSpec',
  Grafana: 'grafanaSpec',
  MFA: 'mfaSpec',
  Password: 'passwordSpec',
  QuayAccessToken: 'quayAccessTokenSpec',
  SSHKey: 'sshKeySpec',
  STSSessionToken: 'stsSessionTokenSpec',
  UUID: 'uuidSpec',
  VaultDynamicSecret: 'vaultDynamicSecretSpec',
  Webhook: 'webhookSpec',
} as const satisfies Readonly<Record<GeneratorKind, string>>;

export const GENERATOR_KINDS = Object.keys(GENERATOR_MEMBERS).filter(isGeneratorKind);

export function isGeneratorKind(name: string): name is GeneratorKind {
  return Object.hasOwn(GENERATOR_MEMBERS, name);
}

export interface ClusterGeneratorBody {
  readonly spec: ClusterGeneratorSpec;
}
