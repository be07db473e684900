import { type FindingId, quote, type RawObject, type StoreConstraints } from '../../api/index.ts';
import { isObject, type JsonObject, objectAt, objectsAt, textAt } from '../../runtime/index.ts';
import { isAbsent } from '../extract/draft.ts';
import { checkChoice, type Complaint } from './complaint.ts';
import { matchesEndpoint } from './endpoint.ts';
import { authMethods, isAuthExplicit } from './store-auth.ts';

interface StoreSubject {
  readonly kind: unknown;
  readonly spec: JsonObject;
  readonly provider: string;
  readonly settings: JsonObject;
  readonly path: string;
}

type Check = (limits: StoreConstraints, store: StoreSubject) => readonly Complaint[];

function complaint(id: FindingId, path: string, message: string): readonly Complaint[] {
  return [{ id, path, message }];
}

const providers: Check = (limits, { provider }) =>
  checkChoice('SPA-C030', 'spec.provider', provider, limits.providers);

const explicitAuth: Check = ({ requireExplicitAuth }, { provider, settings, path }) =>
  requireExplicitAuth === true && !isAuthExplicit(provider, settings)
    ? complaint(
        'SPA-C031',
        path,
        'would be read with the identity of whoever reads it; the store must authenticate as itself',
      )
    : [];

const allowedAuth: Check = ({ allowedAuth: allowed }, { provider, settings, path }) => {
  const methods = authMethods(provider, settings);
  if (allowed === undefined || provider === 'fake') {
    return [];
  }
  return methods.length === 0
    ? complaint('SPA-C032', path, `authenticates by nothing; must be one of ${allowed.join(', ')}`)
    : methods.flatMap((name) => checkChoice('SPA-C032', `${path}.auth`, name, allowed));
};

const ADDRESSES: Readonly<Record<string, string>> = {
  vault: 'server',
  openBao: 'server',
  azurekv: 'vaultUrl',
  akeyless: 'akeylessGWApiURL',
  onepassword: 'connectHost',
  gitlab: 'url',
  webhook: 'url',
};

function addressOf({ provider, settings }: StoreSubject): string | undefined {
  if (provider === 'kubernetes') {
    return textAt(objectAt(settings, 'server'), 'url') || 'kubernetes.default';
  }
  const member = ADDRESSES[provider];
  const fallback = provider === 'gitlab' ? 'https://gitlab.com/' : '';
  return member === undefined ? undefined : textAt(settings, member) || fallback;
}

const endpoints: Check = ({ endpoints: allowed }, store) => {
  const address = addressOf(store);
  return allowed === undefined ||
    address === undefined ||
    allowed.some((pattern) => matchesEndpoint(pattern, address))
    ? []
    : complaint('SPA-C033', store.path, `${quote(address)}: must be one of ${allowed.join(', ')}`);
};

/** Expressions that match every name there is. */
const OPEN_EXPRESSIONS: readonly unknown[] = [
  '',
  '^',
  '$',
  '.*',
  '^.*',
  '.*$',
  '^.*$',
  '.+',
  '^.+$',
  '.',
];

function isEmptySelector(selector: unknown): boolean {
  return (
    isObject(selector) &&
    Object.keys(objectAt(selector, 'matchLabels')).length === 0 &&
    objectsAt(selector, 'matchExpressions').length === 0
  );
}

function isOpen(condition: JsonObject): boolean {
  const expressions: unknown = condition['namespaceRegexes'];
  const texts: readonly unknown[] = Array.isArray(expressions) ? expressions : [];
  return (
    (!isAbsent(condition['namespaceSelector']) &&
      isEmptySelector(condition['namespaceSelector'])) ||
    texts.some((text) => OPEN_EXPRESSIONS.includes(text))
  );
}

const conditions: Check = ({ requireConditions }, { kind, spec }) => {
  const listed = objectsAt(spec, 'conditions');
  const open = listed.length === 0 || listed.some(isOpen);
  return requireConditions === true && kind === 'ClusterSecretStore' && open
    ? complaint('SPA-C034', 'spec.conditions', 'must say which namespaces may use the store')
    : [];
};

const sessionTags: Check = ({ requireSessionTags }, { provider, settings, path }) => {
  const policy = textAt(settings, 'sessionTagsPolicy');
  return requireSessionTags === true && provider === 'aws' && !['Simple', 'Custom'].includes(policy)
    ? complaint(
        'SPA-C035',
        `${path}.sessionTagsPolicy`,
        'must be Simple or Custom, so that AWS knows the namespace',
      )
    : [];
};

const CHECKS: readonly Check[] = [
  providers,
  explicitAuth,
  allowedAuth,
  endpoints,
  conditions,
  sessionTags,
];

/** What a policy wants of a store's own definition; every backend it names is looked at, were there several. */
export function checkStore(limits: StoreConstraints, object: RawObject): readonly Complaint[] {
  const spec = objectAt(object, 'spec');
  const named = objectAt(spec, 'provider');
  return Object.keys(named).flatMap((provider) => {
    const path = `spec.provider.${provider}`;
    const store = {
      kind: object['kind'],
      spec,
      provider,
      settings: objectAt(named, provider),
      path,
    };
    return CHECKS.flatMap((check) => check(limits, store));
  });
}
