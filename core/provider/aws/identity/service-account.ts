import type { RawObject, ServiceAccountSelector } from '../../../api/index.ts';
import { readServiceAccount, readServiceAccountToken } from '../../credentials.ts';
import { storeError } from '../../fault.ts';
import type { ProviderContext } from '../../provider.ts';
import type { KeySource } from './keys.ts';
import { createRenewing } from './renewing.ts';
import type { Sts } from './sts.ts';

const FIELD = 'spec.provider.aws.auth.jwt.serviceAccountRef';
const ROLE = 'eks.amazonaws.com/role-arn';
const AUDIENCE = 'eks.amazonaws.com/audience';
const DEFAULT_AUDIENCE = 'sts.amazonaws.com';
/** The least that is issued; it is shown once, at once. */
const TOKEN_SECONDS = 600;

function annotationOf(object: RawObject, name: string): string {
  const metadata: unknown = object['metadata'];
  const annotations: unknown =
    typeof metadata === 'object' && metadata !== null
      ? Reflect.get(metadata, 'annotations')
      : undefined;
  const value: unknown =
    typeof annotations === 'object' && annotations !== null
      ? Reflect.get(annotations, name)
      : undefined;
  return typeof value === 'string' ? value : '';
}

/** The role that a ServiceAccount is annotated with, taken by a token of it (IRSA). Both are read anew for every renewal. */
export function serviceAccountSource(
  sts: Sts,
  named: ServiceAccountSelector | undefined,
  context: ProviderContext,
): KeySource {
  const selector = named ?? { name: '' };
  return createRenewing(async (signal) => {
    const account = await readServiceAccount(context, { selector, path: FIELD }, signal);
    const role = annotationOf(account, ROLE);
    if (role === '') {
      const problem = `ServiceAccount "${selector.name}" has no annotation ${ROLE}; an IAM role must be associated with it`;
      throw storeError('UNAUTHENTICATED', { store: context.store, subject: FIELD, problem });
    }
    const audience = annotationOf(account, AUDIENCE);
    const audiences = [
      audience === '' ? DEFAULT_AUDIENCE : audience,
      ...(selector.audiences ?? []),
    ];
    const field = { selector, path: FIELD, audiences, expirationSeconds: TOKEN_SECONDS };
    const token = await readServiceAccountToken(context, field, signal);
    const input = { RoleArn: role, WebIdentityToken: token };
    return sts.assumeRoleWithWebIdentity({ field: FIELD, input }, signal);
  }, context.clock);
}
