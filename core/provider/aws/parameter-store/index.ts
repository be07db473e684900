import { SSMClient } from '@aws-sdk/client-ssm';
import type { SecretsClient } from '../../provider.ts';
import { createAwsCaller } from '../caller.ts';
import { connectionOf } from '../connection.ts';
import type { AwsServiceDeps } from '../service.ts';
import { createParameterClient } from './client.ts';

/** A session with Parameter Store. */
export function openParameterStore({ spec, context, identity }: AwsServiceDeps): SecretsClient {
  const client = new SSMClient({
    ...connectionOf(spec.region, context, 'AWS_SSM_ENDPOINT'),
    ...identity.sdk,
  });
  return createParameterClient({
    caller: createAwsCaller({ client, service: 'Parameter Store', context, identity }),
    store: context.store,
    prefix: spec.prefix ?? '',
  });
}
