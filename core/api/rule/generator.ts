import type { GeneratorKind, GeneratorSpecs } from '../generator/index.ts';
import type { PasswordSpec } from '../generator/password.ts';
import type { SshKeySpec } from '../generator/ssh-key.ts';
import { quote } from '../quote.ts';
import { vaultComplaints } from './backend.ts';
import { credentialComplaints } from './credential.ts';
import { durationComplaints } from './duration.ts';
import { httpTextComplaints } from './http-text.ts';
import type { Complaint, TextChecks } from './rule.ts';

/** `root`: where the spec lies, `spec` or a member of a ClusterGenerator's. */
type Check<Kind extends GeneratorKind> = (
  spec: GeneratorSpecs[Kind],
  root: string,
  checks: TextChecks,
) => readonly Complaint[];

function complain(broken: boolean, path: string, message: string): readonly Complaint[] {
  return broken ? [{ id: 'SPA-G001', path, message }] : [];
}

function region({ region: name }: { readonly region: string }, root: string): readonly Complaint[] {
  return complain(name === '', `${root}.region`, 'region not found: none is given');
}

function retries(
  { retrySettings }: { readonly retrySettings?: { readonly retryInterval?: string } },
  root: string,
): readonly Complaint[] {
  const path = `${root}.retrySettings.retryInterval`;
  return durationComplaints('SPA-B007', path, retrySettings?.retryInterval);
}

const DIGITS = 10;
const LETTERS = 26;
const SYMBOLS = '~!@#$%^&*()_+`-={}|[]\\:"<>?,./';

/** Classes of characters, in the order a message names them. */
function passwordShares(spec: PasswordSpec): readonly (readonly [string, number, number])[] {
  const quarter = Math.floor(spec.length / 4);
  const { digits = quarter, symbols = quarter, symbolCharacters = SYMBOLS } = spec;
  const available = new Set(symbolCharacters === '' ? SYMBOLS : symbolCharacters).size;
  return [
    ['digits', digits, DIGITS],
    ['symbols', symbols, available],
    ['letters', spec.length - digits - symbols, spec.noUpper ? LETTERS : 2 * LETTERS],
  ];
}

const password: Check<'Password'> = (spec, root) => {
  const shares = passwordShares(spec);
  const letters = shares[2]?.[1] ?? 0;
  const tooMany = shares.find(([, wanted, available]) => !spec.allowRepeat && wanted > available);
  const [what, wanted, available] = tooMany ?? ['', 0, 0];
  return [
    ...complain(spec.length < 1, `${root}.length`, `${spec.length}: must be at least 1`),
    ...complain(
      spec.length > 0 && letters < 0,
      `${root}.length`,
      `${spec.length} is less than digits and symbols together`,
    ),
    ...complain(
      letters >= 0 && tooMany !== undefined,
      `${root}.allowRepeat`,
      `${wanted} ${what} are wanted, and without repeats there are ${available}; set allowRepeat: true or fewer of them`,
    ),
  ];
};

const KEY_SIZES: Readonly<Record<SshKeySpec['keyType'], (bits: number) => string | undefined>> = {
  rsa: (bits) => (bits < 1024 ? 'an rsa key has at least 1024 bits' : undefined),
  ecdsa: (bits) =>
    [256, 384, 521].includes(bits) ? undefined : 'an ecdsa key has 256, 384 or 521 bits',
  ed25519: () => undefined,
};

const sshKey: Check<'SSHKey'> = ({ keyType, keySize }, root) => {
  const problem = keySize === undefined ? undefined : KEY_SIZES[keyType](keySize);
  return complain(problem !== undefined, `${root}.keySize`, `${keySize}: ${problem}`);
};

const ecr: Check<'ECRAuthorizationToken'> = (spec, root) => {
  const { scope = 'private' } = spec;
  return [
    ...region(spec, root),
    ...complain(
      scope !== 'private' && scope !== 'public',
      `${root}.scope`,
      `${quote(scope)} is not accepted; one of: private, public`,
    ),
  ];
};

function none(): readonly Complaint[] {
  return [];
}

/** What ESO would say at the first use, or never. */
const CHECKS: { readonly [Kind in GeneratorKind]: Check<Kind> } = {
  ACRAccessToken: ({ auth }, root) =>
    complain(
      Object.keys(auth).length === 0,
      `${root}.auth`,
      'one of managedIdentity, servicePrincipal and workloadIdentity is required',
    ),
  BeyondtrustWorkloadCredentialsDynamicSecret: retries,
  CloudsmithAccessToken: none,
  ECRAuthorizationToken: ecr,
  Fake: none,
  GCRAccessToken: none,
  GithubAccessToken: none,
  GitlabDeployToken: none,
  Grafana: ({ auth }, root) =>
    complain(Object.keys(auth).length === 0, `${root}.auth`, 'one of basic and token is required'),
  MFA: none,
  Password: password,
  QuayAccessToken: none,
  SSHKey: sshKey,
  STSSessionToken: region,
  UUID: none,
  VaultDynamicSecret: (spec, root) => [
    ...retries(spec, root),
    ...vaultComplaints(spec.provider, `${root}.provider`),
  ],
  Webhook: (spec, root, checks) => [
    ...durationComplaints('SPA-G001', `${root}.timeout`, spec.timeout),
    ...httpTextComplaints(spec, root, checks),
  ],
};

/** What one generator's settings say against each other, and half or doubled logins. */
export function generatorComplaints<Kind extends GeneratorKind>(
  kind: Kind,
  spec: GeneratorSpecs[Kind],
  root: string,
  checks: TextChecks,
): readonly Complaint[] {
  return [...CHECKS[kind](spec, root, checks), ...credentialComplaints(kind, spec, root)];
}
