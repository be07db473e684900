import type { AwsBackend } from '../../../api/index.ts';
import type { AppError } from '../../../runtime/index.ts';
import { storeError } from '../../fault.ts';
import type { ProviderContext, StoreIdentity } from '../../provider.ts';
import type { KeySource } from './keys.ts';
import { createRenewing } from './renewing.ts';
import type { Role, Sts } from './sts.ts';

const SPEC = 'spec.provider.aws';

/** Tags of the store and, by sessionTagsPolicy, who uses it and how; what the policy sets goes before what the store says. */
function sessionTags(
  spec: AwsBackend,
  store: StoreIdentity,
): readonly { readonly Key: string; readonly Value: string }[] {
  const own = (spec.sessionTags ?? []).map(({ key, value }) => [key, value] as const);
  const custom = spec.sessionTagsPolicy === 'Custom' ? (spec.customSessionTags ?? {}) : {};
  const injected =
    spec.sessionTagsPolicy === 'None'
      ? {}
      : { esoNamespace: store.namespace, esoStoreName: store.name, esoStoreKind: store.kind };
  const tags = new Map([...own, ...Object.entries(custom), ...Object.entries(injected)]);
  return [...tags].map(([key, value]) => ({ Key: key, Value: value }));
}

function lastRole(spec: AwsBackend, store: StoreIdentity, role: string): Role {
  const tags = sessionTags(spec, store);
  const { externalID = '', transitiveTagKeys = [] } = spec;
  return {
    field: `${SPEC}.role`,
    input: {
      RoleArn: role,
      ...(externalID === '' ? {} : { ExternalId: externalID }),
      ...(tags.length === 0 ? {} : { Tags: [...tags] }),
      ...(tags.length === 0 || transitiveTagKeys.length === 0
        ? {}
        : { TransitiveTagKeys: [...transitiveTagKeys] }),
    },
  };
}

function untagged({ store }: ProviderContext, spec: AwsBackend): AppError {
  const problem = `is "${spec.sessionTagsPolicy}", but there is no role whose session the tags could be set on; set role`;
  return storeError('SPEC_INVALID', { store, subject: `${SPEC}.sessionTagsPolicy`, problem });
}

/** additionalRoles in order, then role; that one alone has externalID and tags (eso.md 5.3). */
export function rolesOf(spec: AwsBackend, context: ProviderContext): readonly Role[] {
  const { additionalRoles = [], role = '' } = spec;
  if (role === '' && spec.sessionTagsPolicy !== 'None') {
    throw untagged(context, spec);
  }
  const first = additionalRoles.map((arn, index) => ({
    field: `${SPEC}.additionalRoles[${index}]`,
    input: { RoleArn: arn },
  }));
  return role === '' ? first : [...first, lastRole(spec, context.store, role)];
}

/** The keys of a role that is taken as whoever `before` is; undefined: the SDK's default chain. */
export function roleSource(
  sts: Sts,
  role: Role,
  before: KeySource | undefined,
  context: ProviderContext,
): KeySource {
  const renewing = createRenewing(
    async (signal) => sts.assumeRole(role, await before?.keys(signal), signal),
    context.clock,
  );
  return {
    keys: renewing.keys,
    close() {
      renewing.close();
      before?.close();
    },
  };
}
