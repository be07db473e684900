import type { AwsBackend } from '../../api/index.ts';
import { PROVIDER_FACTS } from '../facts.ts';
import { storeError } from '../fault.ts';
import type { ProviderContext, SecretProvider, SecretsClient } from '../provider.ts';
import { type AwsIdentity, identityOf } from './identity/index.ts';
import type { AwsServiceDeps } from './service.ts';

/** One service's SDK is loaded, and no other's. */
async function openService(deps: AwsServiceDeps): Promise<SecretsClient> {
  const { spec, context } = deps;
  switch (spec.service) {
    case 'SecretsManager':
      return (await import('./secrets-manager/index.ts')).openSecretsManager(deps);
    case 'ParameterStore':
      return (await import('./parameter-store/index.ts')).openParameterStore(deps);
    case 'CertificateManager':
      throw storeError('PROVIDER_UNSUPPORTED', {
        store: context.store,
        subject: 'spec.provider.aws.service',
        problem:
          '"CertificateManager" is not served by this version; SecretsManager and ParameterStore are',
      });
  }
}

async function openAs(
  identity: AwsIdentity,
  spec: AwsBackend,
  context: ProviderContext,
): Promise<SecretsClient> {
  const client = await openService({ spec, context, identity });
  return {
    ...client,
    async close() {
      identity.close();
      await client.close();
    },
  };
}

/** Backend `aws`, services SecretsManager and ParameterStore (eso.md 5.3). Without auth the SDK's default chain is the identity. */
export const awsProvider: SecretProvider<'aws'> = {
  name: 'aws',
  ...PROVIDER_FACTS.aws,
  async connect(spec, context, signal) {
    return openAs(await identityOf(spec, context, signal), spec, context);
  },
};
