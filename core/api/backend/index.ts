import type { AkeylessBackend } from './akeyless.ts';
import type { AwsBackend } from './aws.ts';
import type { AzureKeyVaultBackend } from './azurekv.ts';
import type { DopplerBackend } from './doppler.ts';
import type { FakeBackend } from './fake.ts';
import type { GcpSecretManagerBackend } from './gcpsm.ts';
import type { GitlabBackend } from './gitlab.ts';
import type { KubernetesBackend } from './kubernetes.ts';
import type { OnePasswordSdkBackend } from './onepassword-sdk.ts';
import type { OnePasswordBackend } from './onepassword.ts';
import type { VaultBackend } from './vault.ts';
import type { WebhookBackend } from './webhook.ts';

/** Every backend by its provider key: adding one here fails the build wherever its other half is missing. */
export interface BackendSpecs {
  readonly akeyless: AkeylessBackend;
  readonly aws: AwsBackend;
  readonly azurekv: AzureKeyVaultBackend;
  readonly doppler: DopplerBackend;
  readonly fake: FakeBackend;
  readonly gcpsm: GcpSecretManagerBackend;
  readonly gitlab: GitlabBackend;
  readonly kubernetes: KubernetesBackend;
  readonly onepassword: OnePasswordBackend;
  readonly onepasswordSDK: OnePasswordSdkBackend;
  readonly vault: VaultBackend;
  readonly webhook: WebhookBackend;
}
