import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { AwsAuth, AwsBackend } from '../../api/index.ts';
import type { AppError } from '../../runtime/index.ts';
import { readCredentialText } from '../credentials.ts';
import { PROVIDER_FACTS } from '../facts.ts';
import { storeError } from '../fault.ts';
import type { ProviderContext, SecretProvider } from '../provider.ts';
import { createAwsCaller } from './caller.ts';
import { createAwsClient } from './client.ts';

const SPEC = 'spec.provider.aws';

interface StaticKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

function unsupported(context: ProviderContext, field: string, problem: string): AppError {
  const { store } = context;
  return storeError('PROVIDER_UNSUPPORTED', { store, subject: `${SPEC}.${field}`, problem });
}

/** What the schema has and this version does not do is refused, never ignored: a role not taken is another identity. */
function refuseUnserved(spec: AwsBackend, context: ProviderContext): void {
  const instead =
    'is not served by this version; use auth.secretRef or the identity of the process (no auth)';
  if (spec.service !== 'SecretsManager') {
    const problem = `"${spec.service}" is not served by this version; SecretsManager is`;
    throw unsupported(context, 'service', problem);
  }
  if (spec.auth?.jwt !== undefined) {
    throw unsupported(context, 'auth.jwt', instead);
  }
  if (spec.role !== undefined && spec.role !== '') {
    throw unsupported(context, 'role', instead);
  }
  if ((spec.additionalRoles ?? []).length > 0) {
    throw unsupported(context, 'additionalRoles', instead);
  }
}

async function readKeys(
  keys: NonNullable<AwsAuth['secretRef']>,
  context: ProviderContext,
  signal: AbortSignal,
): Promise<StaticKeys> {
  const read = async (name: keyof typeof keys): Promise<string> => {
    const path = `${SPEC}.auth.secretRef.${name}`;
    return readCredentialText(context, { selector: keys[name] ?? {}, path }, signal);
  };
  const pair = {
    accessKeyId: await read('accessKeyIDSecretRef'),
    secretAccessKey: await read('secretAccessKeySecretRef'),
  };
  return keys.sessionTokenSecretRef === undefined
    ? pair
    : { ...pair, sessionToken: await read('sessionTokenSecretRef') };
}

/** Backend `aws`, service SecretsManager (eso.md 5.3). Without auth the SDK's default chain is the identity. */
export const awsProvider: SecretProvider<'aws'> = {
  name: 'aws',
  ...PROVIDER_FACTS.aws,
  async connect(spec, context, signal) {
    refuseUnserved(spec, context);
    const { secretRef } = spec.auth ?? {};
    const keys = secretRef === undefined ? undefined : await readKeys(secretRef, context, signal);
    const client = new SecretsManagerClient({
      region: spec.region,
      maxAttempts: 1, // the store's own retrySettings decide
      ...(keys === undefined ? {} : { credentials: keys }),
    });
    const caller = createAwsCaller({ client, context, credentials: Object.values(keys ?? {}) });
    return createAwsClient({
      caller,
      store: context.store,
      prefix: spec.prefix ?? '',
      deletion: spec.secretsManager ?? {},
    });
  },
};
