import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SecretsClient } from '../../provider.ts';
import { createAwsCaller } from '../caller.ts';
import { connectionOf } from '../connection.ts';
import type { AwsServiceDeps } from '../service.ts';
import { createAwsClient } from './client.ts';

/** A session with Secrets Manager. */
export function openSecretsManager({ spec, context, identity }: AwsServiceDeps): SecretsClient {
  const client = new SecretsManagerClient({
    ...connectionOf(spec.region, context, 'AWS_SECRETSMANAGER_ENDPOINT'),
    ...identity.sdk,
  });
  return createAwsClient({
    caller: createAwsCaller({ client, service: 'Secrets Manager', context, identity }),
    store: context.store,
    prefix: spec.prefix ?? '',
    deletion: spec.secretsManager ?? {},
  });
}
