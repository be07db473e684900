import type { AwsBackend } from '../../api/index.ts';
import type { ProviderContext } from '../provider.ts';
import type { AwsIdentity } from './identity/index.ts';

/** What a session with one of AWS's services is opened with. */
export interface AwsServiceDeps {
  readonly spec: AwsBackend;
  readonly context: ProviderContext;
  readonly identity: AwsIdentity;
}
