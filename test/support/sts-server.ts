import { type AwsOptions, checkSignature } from './aws-protocol.ts';
import { type Call, type FaultyServer, type Reply, startFaultyServer } from './faulty-server.ts';

export interface StsRole {
  /** Who may take it: temporary or lasting keys, or a token of a ServiceAccount. */
  readonly trusts:
    | { readonly keys: Omit<AwsOptions, 'region'> }
    | { readonly token: (token: string) => TokenVerdict };
  readonly externalId?: string;
  /** Without these session tags it is denied. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly transitive?: readonly string[];
  /** What it gives. */
  readonly keys: Omit<AwsOptions, 'region'>;
  readonly expiresAt: () => Date;
}

export type TokenVerdict = 'good' | 'expired' | 'wrong';

/** AWS STS's query protocol: AssumeRole, signed, and AssumeRoleWithWebIdentity, which is not. */
export interface StsServer extends FaultyServer {
  readonly forms: readonly URLSearchParams[];
}

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

function fault(status: number, code: string, message: string): Reply {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  return {
    status,
    body: `<ErrorResponse xmlns="${NAMESPACE}">${error}<RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId></ErrorResponse>`,
  };
}

function given(action: string, role: StsRole): Reply {
  const { accessKeyId, secretAccessKey, sessionToken = '' } = role.keys;
  const credentials = `<Credentials><AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>${secretAccessKey}</SecretAccessKey><SessionToken>${sessionToken}</SessionToken><Expiration>${role.expiresAt().toISOString()}</Expiration></Credentials>`;
  return {
    status: 200,
    body: `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${credentials}</${action}Result></${action}Response>`,
  };
}

function members(form: URLSearchParams, list: string, suffix: string): readonly string[] {
  const found: string[] = [];
  for (let index = 1; form.has(`${list}.member.${index}${suffix}`); index += 1) {
    found.push(form.get(`${list}.member.${index}${suffix}`) ?? '');
  }
  return found;
}

function hasTags(form: URLSearchParams, role: StsRole): boolean {
  const keys = members(form, 'Tags', '.Key');
  const values = members(form, 'Tags', '.Value');
  const tags = new Map(keys.map((key, index) => [key, values[index]]));
  const transitive = members(form, 'TransitiveTagKeys', '');
  return (
    tags.size === keys.length && // a key twice is refused
    Object.entries(role.tags ?? {}).every(([key, value]) => tags.get(key) === value) &&
    (role.transitive ?? []).every((key) => transitive.includes(key))
  );
}

function denied(action: string, arn: string): Reply {
  return fault(403, 'AccessDenied', `Not authorized to perform: sts:${action} on resource: ${arn}`);
}

function byToken(form: URLSearchParams, role: StsRole, arn: string): Reply {
  const action = 'AssumeRoleWithWebIdentity';
  if (!('token' in role.trusts)) {
    return denied(action, arn);
  }
  const token = form.get('WebIdentityToken') ?? '';
  switch (role.trusts.token(token)) {
    case 'good':
      return given(action, role);
    case 'expired':
      return fault(400, 'ExpiredTokenException', `Token expired: ${token}`);
    case 'wrong':
      return fault(400, 'InvalidIdentityToken', `Incorrect token audience in ${token}`);
  }
}

function byKeys(call: Call, form: URLSearchParams, role: StsRole, region: string): Reply {
  const arn = form.get('RoleArn') ?? '';
  if (!('keys' in role.trusts)) {
    return denied('AssumeRole', arn);
  }
  if (checkSignature(call, 'sts', { ...role.trusts.keys, region }) !== undefined) {
    return fault(403, 'SignatureDoesNotMatch', `you sent ${String(call.headers.authorization)}`);
  }
  const isTrusted = (role.externalId ?? null) === form.get('ExternalId') && hasTags(form, role);
  return isTrusted ? given('AssumeRole', role) : denied('AssumeRole', arn);
}

export async function startStsServer(
  region: string,
  roles: Readonly<Record<string, StsRole>>,
): Promise<StsServer> {
  const forms: URLSearchParams[] = [];

  function answer(call: Call): Reply {
    const form = new URLSearchParams(call.body);
    forms.push(form);
    const arn = form.get('RoleArn') ?? '';
    const role = roles[arn];
    const action = form.get('Action') ?? '';
    if (call.method !== 'POST' || form.get('Version') !== '2011-06-15') {
      return fault(400, 'InvalidAction', 'unknown version');
    }
    if (!/^[\w+=,.@-]{2,64}$/u.test(form.get('RoleSessionName') ?? '') || role === undefined) {
      return denied(action, arn);
    }
    return action === 'AssumeRoleWithWebIdentity'
      ? byToken(form, role, arn)
      : byKeys(call, form, role, region);
  }

  const server = await startFaultyServer({
    contentType: 'text/xml',
    answer,
    refuse: (kind, call) => {
      const echo = `you sent ${String(call.headers.authorization)} ${call.body}`;
      switch (kind) {
        case 'forbidden':
          return fault(403, 'AccessDenied', echo);
        case 'rate-limited':
          return fault(400, 'Throttling', 'Rate exceeded');
        case 'server-error':
          return fault(500, 'InternalFailure', echo);
      }
    },
  });
  return { ...server, forms };
}
