import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleWithWebIdentityCommandInput,
  type Credentials,
  STSClient,
} from '@aws-sdk/client-sts';
import { AppError } from '../../../runtime/index.ts';
import { storeError } from '../../fault.ts';
import type { ProviderContext } from '../../provider.ts';
import { type AwsRequest, createAwsCaller } from '../caller.ts';
import { connectionOf } from '../connection.ts';
import type { AwsKeys } from './keys.ts';
import type { TemporaryKeys } from './renewing.ts';

/** The name CloudTrail shows of us, as ESO has it (eso.md 5.3). */
const SESSION_NAME = 'external-secrets-provider-aws';

/** A role to take, and the field it stands in. */
export interface Role {
  readonly field: string;
  readonly input: Omit<AssumeRoleCommandInput, 'RoleSessionName'>;
}

export interface WebIdentityRole {
  readonly field: string;
  readonly input: Omit<AssumeRoleWithWebIdentityCommandInput, 'RoleSessionName'>;
}

/** Taking roles. Faults name the field the role stands in; a role that may not be taken is UNAUTHENTICATED. */
export interface Sts {
  /** As whom `keys` belong to; undefined: the SDK's default chain. */
  assumeRole(role: Role, keys: AwsKeys | undefined, signal: AbortSignal): Promise<TemporaryKeys>;
  assumeRoleWithWebIdentity(role: WebIdentityRole, signal: AbortSignal): Promise<TemporaryKeys>;
}

type Request = AwsRequest<STSClient, { Credentials?: Credentials | undefined }>;

function toKeys(credentials: Credentials | undefined): TemporaryKeys | undefined {
  const accessKeyId = credentials?.AccessKeyId;
  const secretAccessKey = credentials?.SecretAccessKey;
  const sessionToken = credentials?.SessionToken;
  const expiresAt = credentials?.Expiration;
  return accessKeyId === undefined ||
    secretAccessKey === undefined ||
    sessionToken === undefined ||
    expiresAt === undefined
    ? undefined
    : { keys: { accessKeyId, secretAccessKey, sessionToken }, expiresAt };
}

/** A role denied is a login refused, and no word on the secret that was to be read as it. */
function asLogin(error: unknown): unknown {
  return error instanceof AppError && error.code === 'ACCESS_DENIED'
    ? new AppError('UNAUTHENTICATED', error.message, { cause: error })
    : error;
}

export function createSts(region: string, context: ProviderContext): Sts {
  // Whoever waits for the keys tries again, and the login with it.
  const once: ProviderContext = { ...context, retry: { ...context.retry, maxRetries: 0 } };

  async function take(
    keys: AwsKeys | undefined,
    request: Request,
    signal: AbortSignal,
  ): Promise<TemporaryKeys> {
    const client = new STSClient({
      ...connectionOf(region, context, 'AWS_STS_ENDPOINT'),
      ...(keys === undefined ? {} : { credentials: keys }),
    });
    const identity = {
      ready: async () => Promise.resolve(),
      words: () => Object.values<string>({ ...keys }),
    };
    const caller = createAwsCaller({ client, service: 'STS', context: once, identity });
    try {
      const taken = toKeys((await caller.call(request, signal))?.Credentials);
      if (taken === undefined) {
        const problem = 'STS: the answer has no credentials';
        const { subject } = request;
        throw storeError('PAYLOAD_MALFORMED', { store: context.store, subject, problem });
      }
      return taken;
    } catch (error) {
      throw asLogin(error);
    } finally {
      caller.close();
    }
  }

  return {
    async assumeRole({ field, input }, keys, signal) {
      const command = new AssumeRoleCommand({ ...input, RoleSessionName: SESSION_NAME });
      const send: Request['send'] = async (client, abortSignal) =>
        client.send(command, { abortSignal });
      return take(keys, { metric: 'AssumeRole', subject: field, send }, signal);
    },
    async assumeRoleWithWebIdentity({ field, input }, signal) {
      const command = new AssumeRoleWithWebIdentityCommand({
        ...input,
        RoleSessionName: SESSION_NAME,
      });
      const send: Request['send'] = async (client, abortSignal) =>
        client.send(command, { abortSignal });
      const secrets = [input.WebIdentityToken ?? ''];
      const metric = 'AssumeRoleWithWebIdentity';
      return take(undefined, { metric, subject: field, secrets, send }, signal);
    },
  };
}
