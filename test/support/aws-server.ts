import { randomUUID } from 'node:crypto';
import {
  awsRefusal,
  type AwsInput as Input,
  type AwsOptions as AwsServerOptions,
  checkSignature,
  failed,
  inputText as text,
  ok,
} from './aws-protocol.ts';
import { type Call, type FaultyServer, type Reply, startFaultyServer } from './faulty-server.ts';

interface AwsVersion {
  readonly id: string;
  readonly text?: string;
  readonly binary?: string;
  stages: string[];
}

interface AwsSecret {
  versions: AwsVersion[];
  tags: Readonly<Record<string, string>>;
  deleted: boolean;
}

/** AWS Secrets Manager's JSON 1.1 protocol as far as a reader needs it. Signatures are checked (AWS Signature Version 4). */
export interface AwsServer extends FaultyServer {
  put(name: string, value: string | Uint8Array, tags?: Readonly<Record<string, string>>): string;
  remove(name: string): void;
  /** The identity may not use this action. */
  deny(action: string): void;
  /** The identity may not read this secret's value. */
  denyValue(name: string): void;
}

const ABSENT = failed(
  400,
  'ResourceNotFoundException',
  "Secrets Manager can't find the specified secret.",
);
const MARKED = failed(
  400,
  'InvalidRequestException',
  "You can't perform this operation on the secret because it was marked for deletion.",
);

interface State {
  readonly secrets: Map<string, AwsSecret>;
  readonly denied: Set<string>;
  readonly deniedValues: Set<string>;
}

function entryOf(name: string, version: AwsVersion): Record<string, unknown> {
  return {
    ARN: `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}-AbCdEf`,
    Name: name,
    VersionId: version.id,
    VersionStages: version.stages,
    ...(version.text === undefined ? {} : { SecretString: version.text }),
    ...(version.binary === undefined ? {} : { SecretBinary: version.binary }),
  };
}

function getValue(state: State, input: Input): Reply {
  const name = text(input, 'SecretId') ?? '';
  const secret = state.secrets.get(name);
  if (state.deniedValues.has(name)) {
    return failed(400, 'AccessDeniedException', `not authorized to read ${name}`);
  }
  if (secret === undefined) {
    return ABSENT;
  }
  if (secret.deleted) {
    return MARKED;
  }
  const [id, stage] = [text(input, 'VersionId'), text(input, 'VersionStage')];
  const version = secret.versions.find((candidate) =>
    id === undefined ? candidate.stages.includes(stage ?? 'AWSCURRENT') : candidate.id === id,
  );
  return version === undefined ? ABSENT : ok(entryOf(name, version));
}

function describeSecret(state: State, input: Input): Reply {
  const name = text(input, 'SecretId') ?? '';
  const secret = state.secrets.get(name);
  return secret === undefined
    ? ABSENT
    : ok({
        Name: name,
        Tags: tagsOf(secret),
        VersionIdsToStages: Object.fromEntries(
          secret.versions.map(({ id, stages }) => [id, stages]),
        ),
        ...(secret.deleted ? { DeletedDate: 1767225600 } : {}),
      });
}

function createSecret(state: State, input: Input): Reply {
  const name = text(input, 'Name') ?? '';
  if (state.secrets.has(name)) {
    return failed(400, 'ResourceExistsException', `The operation failed because ${name} exists.`);
  }
  const tags = (input['Tags'] ?? []) as readonly { Key: string; Value: string }[];
  state.secrets.set(name, {
    versions: [],
    tags: Object.fromEntries(tags.map((tag) => [tag.Key, tag.Value])),
    deleted: false,
  });
  return putValue(state, { ...input, SecretId: name });
}

function putValue(state: State, input: Input): Reply {
  const secret = state.secrets.get(text(input, 'SecretId') ?? '');
  if (secret === undefined || secret.deleted) {
    return secret === undefined ? ABSENT : MARKED;
  }
  const id = text(input, 'ClientRequestToken') ?? '';
  if (secret.versions.some((version) => version.id === id)) {
    return failed(400, 'ResourceExistsException', 'You provided a resource that already exists.');
  }
  for (const version of secret.versions) {
    version.stages = version.stages.includes('AWSCURRENT') ? ['AWSPREVIOUS'] : [];
  }
  secret.versions.push({ id, stages: ['AWSCURRENT'], ...contentOf(input) });
  return ok({ VersionId: id });
}

function contentOf(input: Input): Pick<AwsVersion, 'text' | 'binary'> {
  const value = text(input, 'SecretString');
  return value === undefined ? { binary: text(input, 'SecretBinary') ?? '' } : { text: value };
}

function deleteSecret(state: State, input: Input): Reply {
  const name = text(input, 'SecretId') ?? '';
  const secret = state.secrets.get(name);
  if (secret === undefined || secret.deleted) {
    return secret === undefined ? ABSENT : MARKED;
  }
  if (input['ForceDeleteWithoutRecovery'] === true) {
    state.secrets.delete(name);
  } else {
    secret.deleted = true;
  }
  return ok({ Name: name });
}

function restoreSecret(state: State, input: Input): Reply {
  const secret = state.secrets.get(text(input, 'SecretId') ?? '');
  if (secret === undefined) {
    return ABSENT;
  }
  secret.deleted = false;
  return ok({});
}

interface Filter {
  readonly Key: string;
  readonly Values: readonly string[];
}

function tagsOf(secret: AwsSecret | undefined): readonly object[] {
  return Object.entries(secret?.tags ?? {}).map(([key, value]) => ({ Key: key, Value: value }));
}

function passes(name: string, secret: AwsSecret, filter: Filter): boolean {
  switch (filter.Key) {
    case 'name':
      return filter.Values.some((value) => name.startsWith(value));
    case 'tag-key':
      return filter.Values.some((value) => value in secret.tags);
    case 'tag-value':
      return filter.Values.some((value) => Object.values(secret.tags).includes(value));
    default:
      return false;
  }
}

/** Two to a page, so that whoever reads only the first is found out. */
const PAGE = 2;

function listSecrets(state: State, input: Input): Reply {
  const filters = (input['Filters'] ?? []) as readonly Filter[];
  const names = [...state.secrets]
    .filter(([, secret]) => !secret.deleted)
    .filter(([name, secret]) => filters.every((filter) => passes(name, secret, filter)))
    .map(([name]) => name);
  const start = Number(text(input, 'NextToken') ?? '0');
  const page = names.slice(start, start + PAGE);
  return ok({
    SecretList: page.map((name) => ({
      Name: name,
      Tags: tagsOf(state.secrets.get(name)),
    })),
    ...(start + PAGE < names.length ? { NextToken: String(start + PAGE) } : {}),
  });
}

function batchGet(state: State, input: Input): Reply {
  const names = (input['SecretIdList'] ?? []) as readonly string[];
  if (names.length > 20) {
    return failed(400, 'InvalidParameterException', 'SecretIdList has more than 20 members');
  }
  const replies = names.map((name) => ({ name, reply: getValue(state, { SecretId: name }) }));
  const found = replies.filter(({ reply }) => reply.status === 200);
  const errors = replies.filter(({ reply }) => reply.status !== 200);
  return ok({
    SecretValues: found.map(({ reply }) => JSON.parse(reply.body) as unknown),
    Errors: errors.map(({ name, reply }) => {
      const { __type: type, message } = JSON.parse(reply.body) as Record<string, string>;
      return { SecretId: name, ErrorCode: type, Message: message };
    }),
  });
}

function answer(state: State, options: AwsServerOptions, call: Call): Reply {
  const [service, action = ''] = String(call.headers['x-amz-target']).split('.');
  const actions: Readonly<Record<string, (state: State, input: Input) => Reply>> = {
    GetSecretValue: getValue,
    DescribeSecret: describeSecret,
    ListSecrets: listSecrets,
    BatchGetSecretValue: batchGet,
    CreateSecret: createSecret,
    PutSecretValue: putValue,
    DeleteSecret: deleteSecret,
    RestoreSecret: restoreSecret,
  };
  const act = actions[action];
  if (
    call.method !== 'POST' ||
    call.path !== '/' ||
    service !== 'secretsmanager' ||
    act === undefined
  ) {
    return failed(400, 'UnknownOperationException', '');
  }
  const refusal = checkSignature(call, 'secretsmanager', options);
  if (refusal !== undefined) {
    return refusal;
  }
  if (state.denied.has(action)) {
    return failed(
      400,
      'AccessDeniedException',
      `User: arn:aws:iam::123456789012:user/tester is not authorized to perform: secretsmanager:${action}`,
    );
  }
  return act(state, JSON.parse(call.body) as Input);
}

export async function startAwsServer(options: AwsServerOptions): Promise<AwsServer> {
  const state: State = { secrets: new Map(), denied: new Set(), deniedValues: new Set() };
  const server = await startFaultyServer({
    contentType: 'application/x-amz-json-1.1',
    answer: (call) => answer(state, options, call),
    refuse: awsRefusal,
    isWrite: ({ headers }) =>
      /[.](Create|Put|Delete|Restore)/u.test(String(headers['x-amz-target'])),
  });
  return {
    ...server,
    put(name, value, tags = {}) {
      const secret = state.secrets.get(name) ?? { versions: [], tags, deleted: false };
      for (const version of secret.versions) {
        version.stages = version.stages.includes('AWSCURRENT') ? ['AWSPREVIOUS'] : [];
      }
      const id = randomUUID();
      const content =
        typeof value === 'string'
          ? { text: value }
          : { binary: Buffer.from(value).toString('base64') };
      secret.versions.push({ id, stages: ['AWSCURRENT'], ...content });
      secret.tags = tags;
      secret.deleted = false;
      state.secrets.set(name, secret);
      return id;
    },
    remove(name) {
      const secret = state.secrets.get(name);
      if (secret !== undefined) {
        secret.deleted = true;
      }
    },
    deny: (action) => void state.denied.add(action),
    denyValue: (name) => void state.deniedValues.add(name),
  };
}
