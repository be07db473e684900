import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { storeError } from '../fault.ts';
import type { ProviderContext } from '../provider.ts';

/** What every client of the SDK is made with. */
export interface AwsConnection {
  readonly region: string;
  readonly maxAttempts: number;
  readonly requestHandler: { readonly httpAgent: HttpAgent; readonly httpsAgent: HttpsAgent };
  readonly endpoint?: string;
}

/** The variables that ESO takes endpoints from; where they are not set, the SDK's own (AWS_ENDPOINT_URL) count. */
export type EndpointVariable =
  'AWS_SECRETSMANAGER_ENDPOINT' | 'AWS_SSM_ENDPOINT' | 'AWS_STS_ENDPOINT';

function endpointOf(context: ProviderContext, variable: EndpointVariable): string | undefined {
  const endpoint = context.environment[variable];
  if (endpoint !== undefined && !/^https?:\/\/[^/]/u.test(endpoint)) {
    throw storeError('SPEC_INVALID', {
      store: context.store,
      subject: `environment variable ${variable}`,
      problem: 'is no http:// or https:// address',
    });
  }
  return endpoint;
}

/** Connections of its own, over the environment's proxy, to the environment's endpoint. The store's retrySettings decide of retries. */
export function connectionOf(
  region: string,
  context: ProviderContext,
  variable: EndpointVariable,
): AwsConnection {
  const endpoint = endpointOf(context, variable);
  const options = { keepAlive: true, proxyEnv: context.environment };
  return {
    region,
    maxAttempts: 1,
    requestHandler: {
      httpAgent: new HttpAgent(options),
      httpsAgent: new HttpsAgent({ ...options, minVersion: 'TLSv1.2' }),
    },
    ...(endpoint === undefined ? {} : { endpoint }),
  };
}
