import { isObject } from '../../runtime/index.ts';
import type { Complaint } from './rule.ts';

/** Members of an object of which one at most may be set. */
type Alternatives = readonly [path: string, ...members: string[]];
/** Members that say something only together. */
type Pair = readonly [path: string, first: string, second: string];

const AWS_LOGIN: Alternatives = ['auth', 'jwt', 'secretRef'];
const AWS_KEYS: Pair = ['auth.secretRef', 'accessKeyIDSecretRef', 'secretAccessKeySecretRef'];
const GCP_LOGIN: Alternatives = [
  'auth',
  'secretRef',
  'workloadIdentity',
  'workloadIdentityFederation',
];
const GCP_FEDERATION: Alternatives = [
  'auth.workloadIdentityFederation',
  'credConfig',
  'serviceAccountRef',
  'awsSecurityCredentials',
];

/** By backend, and by kind of generator. */
const ALTERNATIVES: Readonly<Record<string, readonly Alternatives[]>> = {
  akeyless: [
    ['authSecretRef', 'secretRef', 'kubernetesAuth'],
    ['authSecretRef.kubernetesAuth', 'secretRef', 'serviceAccountRef'],
  ],
  aws: [AWS_LOGIN],
  azurekv: [['authSecretRef', 'clientSecret', 'clientCertificate']],
  gcpsm: [GCP_LOGIN, GCP_FEDERATION],
  vault: [
    [
      'auth',
      'tokenSecretRef',
      'appRole',
      'kubernetes',
      'ldap',
      'userPass',
      'jwt',
      'cert',
      'iam',
      'gcp',
    ],
    ['auth.appRole', 'roleId', 'roleRef'],
    ['auth.kubernetes', 'serviceAccountRef', 'secretRef'],
    ['auth.jwt', 'secretRef', 'kubernetesServiceAccountToken'],
    ['auth.iam', 'secretRef', 'jwt'],
    ['auth.gcp', 'secretRef', 'workloadIdentity', 'serviceAccountRef'],
  ],
  ACRAccessToken: [['auth', 'managedIdentity', 'servicePrincipal', 'workloadIdentity']],
  ECRAuthorizationToken: [AWS_LOGIN],
  GCRAccessToken: [GCP_LOGIN, GCP_FEDERATION],
  Grafana: [['auth', 'basic', 'token']],
  STSSessionToken: [AWS_LOGIN],
};

const PAIRS: Readonly<Record<string, readonly Pair[]>> = {
  aws: [AWS_KEYS],
  vault: [
    ['auth.cert', 'clientCert', 'secretRef'],
    ['auth.iam.secretRef', 'accessKeyIDSecretRef', 'secretAccessKeySecretRef'],
  ],
  ACRAccessToken: [['auth.servicePrincipal.secretRef', 'clientId', 'clientSecret']],
  ECRAuthorizationToken: [AWS_KEYS],
  STSSessionToken: [AWS_KEYS],
};

function at(settings: unknown, path: string): Readonly<Record<string, unknown>> | undefined {
  let here: unknown = settings;
  for (const name of path.split('.')) {
    here = isObject(here) ? here[name] : undefined;
  }
  return isObject(here) ? here : undefined;
}

function checkAlternatives(
  settings: unknown,
  [path, ...members]: Alternatives,
  root: string,
): readonly Complaint[] {
  const set = members.filter((member) => at(settings, path)?.[member] !== undefined);
  const message = `${set.join(' and ')} are ways to do the same; keep one`;
  return set.length > 1 ? [{ id: 'SPA-B008', path: `${root}.${path}`, message }] : [];
}

function checkPair(
  settings: unknown,
  [path, ...members]: Pair,
  root: string,
): readonly Complaint[] {
  const holder = at(settings, path);
  const lacking = members.filter((member) => holder?.[member] === undefined);
  return holder === undefined
    ? []
    : lacking.map((member) => ({
        id: 'SPA-B009',
        path: `${root}.${path}.${member}`,
        message: `required: ${members.join(' and ')} belong together`,
      }));
}

/** Two ways to log in, of which ESO silently takes one, and half of what a login needs. `name`: backend or generator. */
export function credentialComplaints(
  name: string,
  settings: unknown,
  root: string,
): readonly Complaint[] {
  return [
    ...(ALTERNATIVES[name] ?? []).flatMap((rule) => checkAlternatives(settings, rule, root)),
    ...(PAIRS[name] ?? []).flatMap((rule) => checkPair(settings, rule, root)),
  ];
}
