import { parseGoDuration } from '../../runtime/index.ts';
import type { AkeylessBackend } from '../backend/akeyless.ts';
import { AWS_RESERVED_TAGS, AWS_RESERVED_TAGS_MESSAGE, type AwsBackend } from '../backend/aws.ts';
import type { AzureKeyVaultBackend } from '../backend/azurekv.ts';
import type { DopplerBackend } from '../backend/doppler.ts';
import type { FakeBackend } from '../backend/fake.ts';
import type { GitlabBackend } from '../backend/gitlab.ts';
import type { OnePasswordSdkBackend } from '../backend/onepassword-sdk.ts';
import type { OnePasswordBackend } from '../backend/onepassword.ts';
import type { VaultBackend } from '../backend/vault.ts';
import type { WebhookBackend } from '../backend/webhook.ts';
import { notADuration } from '../duration.ts';
import type { StoreKind } from '../external-secret.ts';
import type { ProviderWire } from '../secret-store.ts';
import { quote } from '../quote.ts';
import type { SecretKeySelector } from '../selector.ts';
import { credentialComplaints } from './credential.ts';
import { kubernetesComplaints } from './kubernetes-backend.ts';
import type { Complaint } from './rule.ts';

/** ESO's own messages wherever it has one (eso.md 2.3). `path` is from the backend's settings. */
type Check = readonly [broken: boolean, path: string, message: string];

function complain(root: string, checks: readonly Check[]): readonly Complaint[] {
  return checks
    .filter(([broken]) => broken)
    .map(([, path, message]) => ({
      id: 'SPA-B006',
      path: path === '' ? root : `${root}.${path}`,
      message,
    }));
}

function namedKey(path: string, ref: SecretKeySelector | undefined, words: string): Check[] {
  return [
    [ref?.name === undefined, `${path}.name`, `${words}.name cannot be empty`],
    [ref?.key === undefined, `${path}.key`, `${words}.key cannot be empty`],
  ];
}

function isUrl(text: string): boolean {
  return URL.canParse(text);
}

/** Labels joined by hyphens: what can be part of a host's name. */
const AWS_REGION = /^[a-z0-9]+(-[a-z0-9]+)*$/u;

function checkAws({
  region,
  secretsManager = {},
  customSessionTags = {},
}: AwsBackend): readonly Check[] {
  const { forceDeleteWithoutRecovery = false, recoveryWindowInDays: days } = secretsManager;
  return [
    [region === '', 'region', 'region not found: none is given'],
    [
      region !== '' && !AWS_REGION.test(region),
      'region',
      `region not found: ${quote(region)}; it is written like eu-west-1`,
    ],
    [
      AWS_RESERVED_TAGS.some((tag) => tag in customSessionTags),
      'customSessionTags',
      AWS_RESERVED_TAGS_MESSAGE,
    ],
    [
      days !== undefined && (days < 7 || days > 30),
      'secretsManager.recoveryWindowInDays',
      'invalid DeleteSecretInput: RecoveryWindowInDays must be between 7 and 30 days',
    ],
    [
      days !== undefined && forceDeleteWithoutRecovery,
      'secretsManager',
      'invalid DeleteSecretInput: ForceDeleteWithoutRecovery conflicts with RecoveryWindowInDays',
    ],
  ];
}

function checkVault({ tls, version, checkAndSet }: VaultBackend): readonly Check[] {
  const half = (tls?.certSecretRef === undefined) !== (tls?.keySecretRef === undefined);
  return [
    [
      half,
      'tls',
      'when provided, both ClientTLS.ClientCert and ClientTLS.SecretRef should be provided',
    ],
    [
      version === 'v1' && checkAndSet?.required === true,
      'checkAndSet',
      'checkAndSet is not supported with Vault KV version v1',
    ],
  ];
}

/** ESO finds these only when it makes a client (eso.md 5.5). */
function checkServicePrincipal(spec: AzureKeyVaultBackend): readonly Check[] {
  const { authType, authSecretRef: ref, tenantId = '' } = spec;
  if (authType !== 'ServicePrincipal') {
    return [];
  }
  const certificate = ref?.clientSecret ?? ref?.clientCertificate;
  return [
    [tenantId === '', 'tenantId', 'missing tenantID in store config'],
    [ref === undefined, 'authSecretRef', 'missing secretRef in provider config'],
    [
      ref !== undefined && ref.clientId === undefined,
      'authSecretRef.clientId',
      'required: a service principal has a clientId',
    ],
    [
      ref !== undefined && certificate === undefined,
      'authSecretRef.clientSecret',
      'required: a service principal has a clientSecret or a clientCertificate',
    ],
  ];
}

function checkAzure(spec: AzureKeyVaultBackend): readonly Check[] {
  const { customCloudConfig, environmentType, useAzureSDK } = spec;
  return [
    ...checkServicePrincipal(spec),
    [
      customCloudConfig !== undefined && !useAzureSDK,
      'customCloudConfig',
      'CustomCloudConfig requires UseAzureSDK to be set to true - the legacy SDK does not support custom clouds',
    ],
    [
      customCloudConfig?.activeDirectoryEndpoint === '',
      'customCloudConfig.activeDirectoryEndpoint',
      'activeDirectoryEndpoint is required in CustomCloudConfig',
    ],
    [
      environmentType === 'AzureStackCloud' && customCloudConfig === undefined,
      'customCloudConfig',
      'CustomCloudConfig is required when EnvironmentType is AzureStackCloud',
    ],
  ];
}

function checkFake({ data }: FakeBackend): readonly Check[] {
  return data.flatMap(({ key, value }, index): readonly Check[] => [
    [key === '', `data[${index}].key`, 'key must be set in data'],
    [value === '', `data[${index}].value`, 'at least one value must be set in data'],
  ]);
}

function checkOnePassword({ auth, connectHost, vaults }: OnePasswordBackend): readonly Check[] {
  const orders = Object.values(vaults);
  const token = auth.secretRef.connectTokenSecretRef;
  const at = 'auth.secretRef.connectTokenSecretRef';
  return [
    [token.name === undefined, `${at}.name`, `missing: spec.provider.onepassword.${at}.name`],
    [token.key === undefined, `${at}.key`, `missing: spec.provider.onepassword.${at}.key`],
    [orders.length === 0, 'vaults', 'must be at least one vault: spec.provider.onepassword.vaults'],
    [
      !isUrl(connectHost),
      'connectHost',
      'unable to parse URL: spec.provider.onepassword.connectHost',
    ],
    [new Set(orders).size < orders.length, 'vaults', 'vault order numbers must be unique'],
  ];
}

function checkOnePasswordSdk({ auth }: OnePasswordSdkBackend): readonly Check[] {
  return namedKey(
    'auth.serviceAccountSecretRef',
    auth.serviceAccountSecretRef,
    'serviceAccountSecretRef',
  );
}

function checkDoppler({ auth }: DopplerBackend): readonly Check[] {
  const token = auth.secretRef?.dopplerToken;
  const missing = token !== undefined && token.name === undefined;
  return [
    [
      missing,
      'auth.secretRef.dopplerToken.name',
      'invalid store: missing auth.secretRef.dopplerToken.name',
    ],
  ];
}

function checkGitlab(spec: GitlabBackend): readonly Check[] {
  const { projectID = '', groupIDs = [], inheritFromGroups = false, auth } = spec;
  return [
    [
      projectID === '' && groupIDs.length === 0,
      '',
      'projectID and groupIDs must not both be empty',
    ],
    [
      groupIDs.length > 0 && inheritFromGroups,
      'inheritFromGroups',
      'defining groupIDs and inheritFromGroups = true is not allowed',
    ],
    ...namedKey('auth.SecretRef.accessToken', auth.SecretRef.accessToken, 'accessToken'),
  ];
}

function checkAkeyless({ akeylessGWApiURL, authSecretRef }: AkeylessBackend): readonly Check[] {
  const accessID = authSecretRef.secretRef?.accessID;
  const at = 'authSecretRef.secretRef.accessID';
  const used = authSecretRef.secretRef !== undefined;
  return [
    [!isUrl(akeylessGWApiURL), 'akeylessGWApiURL', 'invalid akeyless GW API URL'],
    [used && accessID?.name === undefined, `${at}.name`, 'missing akeyless accessID name'],
    [used && accessID?.key === undefined, `${at}.key`, 'missing akeyless accessID key'],
  ];
}

function checkWebhook({ timeout }: WebhookBackend): readonly Check[] {
  const bad = timeout !== undefined && parseGoDuration(timeout) === undefined;
  return [[bad, 'timeout', notADuration(timeout ?? '')]];
}

function apply<Spec>(
  key: string,
  spec: Spec | undefined,
  check: (spec: Spec) => readonly Check[],
): readonly Complaint[] {
  const root = `spec.provider.${key}`;
  return spec === undefined
    ? []
    : [...complain(root, check(spec)), ...credentialComplaints(key, spec, root)];
}

/** The same of Vault's settings in another place: a generator has them too. */
export function vaultComplaints(spec: VaultBackend, root: string): readonly Complaint[] {
  return [...complain(root, checkVault(spec)), ...credentialComplaints('vault', spec, root)];
}

/** What one backend's settings say against each other. */
export function backendComplaints(provider: ProviderWire, kind: StoreKind): readonly Complaint[] {
  return [
    ...apply('akeyless', provider.akeyless, checkAkeyless),
    ...apply('aws', provider.aws, checkAws),
    ...apply('azurekv', provider.azurekv, checkAzure),
    ...apply('doppler', provider.doppler, checkDoppler),
    ...apply('fake', provider.fake, checkFake),
    ...apply('gitlab', provider.gitlab, checkGitlab),
    ...apply('onepassword', provider.onepassword, checkOnePassword),
    ...apply('gcpsm', provider.gcpsm, () => []),
    ...apply('onepasswordSDK', provider.onepasswordSDK, checkOnePasswordSdk),
    ...apply('vault', provider.vault, checkVault),
    ...apply('webhook', provider.webhook, checkWebhook),
    ...(provider.kubernetes === undefined ? [] : kubernetesComplaints(provider.kubernetes, kind)),
  ];
}
