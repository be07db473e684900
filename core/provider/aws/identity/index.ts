import type { AwsAuth, AwsBackend } from '../../../api/index.ts';
import { readCredentialText } from '../../credentials.ts';
import type { ProviderContext } from '../../provider.ts';
import type { Signer } from '../caller.ts';
import { type AwsKeys, constantKeys, type KeySource } from './keys.ts';
import { roleSource, rolesOf } from './roles.ts';
import { serviceAccountSource } from './service-account.ts';

const SPEC = 'spec.provider.aws';

/** Who the store's requests are signed by. */
export interface AwsIdentity extends Signer {
  /** What the SDK signs with; empty: its default chain. */
  readonly sdk: { readonly credentials?: () => Promise<AwsKeys & { readonly expiration: Date }> };
  readonly close: () => void;
}

const DEFAULT_CHAIN: AwsIdentity = {
  ready: async () => Promise.resolve(),
  sdk: {},
  words: () => [],
  close: () => undefined,
};

async function readKeys(
  keys: NonNullable<AwsAuth['secretRef']>,
  context: ProviderContext,
  signal: AbortSignal,
): Promise<AwsKeys> {
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

/** Asks the source before every request: it alone knows how long its keys are good. */
function signedBy(source: KeySource): AwsIdentity {
  let words: readonly string[] = [];
  return {
    async ready(signal) {
      words = Object.values<string>({ ...(await source.keys(signal)) });
    },
    sdk: {
      // Over at once, so that the SDK keeps none beyond what the source does.
      credentials: async () => ({
        ...(await source.keys(new AbortController().signal)),
        expiration: new Date(0),
      }),
    },
    words: () => words,
    close() {
      source.close();
    },
  };
}

/** A process that is an application's Pod has that Pod's identity, which the SDK's default chain knows. */
function namesServiceAccount(spec: AwsBackend, { identity }: ProviderContext): boolean {
  return spec.auth?.jwt !== undefined && identity.kind === 'delegated';
}

async function keysSource(
  spec: AwsBackend,
  context: ProviderContext,
  signal: AbortSignal,
): Promise<KeySource | undefined> {
  const { jwt, secretRef } = spec.auth ?? {};
  if (jwt !== undefined || secretRef === undefined) {
    return undefined;
  }
  return constantKeys(await readKeys(secretRef, context, signal));
}

/** STS is loaded only where a role is to be taken. */
async function lastSource(
  spec: AwsBackend,
  context: ProviderContext,
  signal: AbortSignal,
): Promise<KeySource | undefined> {
  const roles = rolesOf(spec, context);
  const given = await keysSource(spec, context, signal);
  if (roles.length === 0 && !namesServiceAccount(spec, context)) {
    return given;
  }
  const { createSts } = await import('./sts.ts');
  const sts = createSts(spec.region, context);
  const first = namesServiceAccount(spec, context)
    ? serviceAccountSource(sts, spec.auth?.jwt?.serviceAccountRef, context)
    : given;
  return roles.reduce<KeySource | undefined>(
    (before, role) => roleSource(sts, role, before, context),
    first,
  );
}

/**
 * The identity a store names: a ServiceAccount's role, else keys of a Secret, else the process's own, and the roles it takes
 * from there (eso.md 5.3).
 */
export async function identityOf(
  spec: AwsBackend,
  context: ProviderContext,
  signal: AbortSignal,
): Promise<AwsIdentity> {
  const source = await lastSource(spec, context, signal);
  return source === undefined ? DEFAULT_CHAIN : signedBy(source);
}
