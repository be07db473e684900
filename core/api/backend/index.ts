import type { AwsBackend } from './aws.ts';
import type { FakeBackend } from './fake.ts';
import type { KubernetesBackend } from './kubernetes.ts';
import type { VaultBackend } from './vault.ts';

/** Every backend by its provider key: adding one here fails the build wherever its other half is missing. */
export interface BackendSpecs {
  readonly aws: AwsBackend;
  readonly fake: FakeBackend;
  readonly kubernetes: KubernetesBackend;
  readonly vault: VaultBackend;
}
