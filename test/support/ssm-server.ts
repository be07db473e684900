import {
  type AwsInput,
  type AwsOptions,
  awsRefusal,
  checkSignature,
  failed,
  inputText,
  ok,
} from './aws-protocol.ts';
import { type Call, type FaultyServer, type Reply, startFaultyServer } from './faulty-server.ts';

interface Version {
  readonly value: string;
  readonly labels: readonly string[];
}

interface Parameter {
  readonly versions: Version[];
  type: string;
  tags: Readonly<Record<string, string>>;
}

/** AWS Parameter Store's JSON 1.1 protocol as far as it is used here. Signatures are checked. */
export interface SsmServer extends FaultyServer {
  /** Returns the new version's number. */
  put(name: string, value: string, options?: PutOptions): string;
  remove(name: string): void;
  /** The identity may not use this action. */
  deny(action: string): void;
  typeOf(name: string): string | undefined;
}

export interface PutOptions {
  readonly tags?: Readonly<Record<string, string>>;
  readonly labels?: readonly string[];
  readonly type?: string;
}

type State = Map<string, Parameter>;

function notFound(name: string): Reply {
  return failed(400, 'ParameterNotFound', `Parameter ${name} not found.`);
}

function isName(name: string): boolean {
  return /^[\w.\-/]+$/u.test(name) && (name.startsWith('/') || !name.includes('/'));
}

function entryOf(name: string, parameter: Parameter, index: number, selector: string): object {
  return {
    Name: name,
    Type: parameter.type,
    Value: parameter.versions[index]?.value,
    Version: index + 1,
    ARN: `arn:aws:ssm:eu-central-1:123456789012:parameter/${name.replace(/^\//u, '')}`,
    ...(selector === '' ? {} : { Selector: `:${selector}` }),
  };
}

function indexOf(versions: readonly Version[], selector: string): number {
  if (selector === '') {
    return versions.length - 1;
  }
  return /^\d+$/u.test(selector)
    ? Number(selector) - 1
    : versions.findIndex(({ labels }) => labels.includes(selector));
}

/** A parameter by `name`, `name:number` or `name:label`; or the fault AWS has for it. */
function select(state: State, selection: string): object | Reply {
  const [name = '', selector = ''] = selection.split(':');
  const parameter = state.get(name);
  if (parameter === undefined) {
    return notFound(selection);
  }
  const { versions } = parameter;
  const index = indexOf(versions, selector);
  return versions[index] === undefined
    ? failed(400, 'ParameterVersionNotFound', `Systems Manager could not find ${selection}.`)
    : entryOf(name, parameter, index, selector);
}

function isReply(found: object): found is Reply {
  return 'status' in found;
}

/** Without WithDecryption a SecureString comes back as what is stored. */
function isEncrypted(found: object, input: AwsInput): boolean {
  return Reflect.get(found, 'Type') === 'SecureString' && input['WithDecryption'] !== true;
}

function shown(found: object, input: AwsInput): object {
  return isEncrypted(found, input) ? { ...found, Value: 'AQICAHencrypted' } : found;
}

function getParameter(state: State, input: AwsInput): Reply {
  const found = select(state, inputText(input, 'Name') ?? '');
  return isReply(found) ? found : ok({ Parameter: shown(found, input) });
}

function getParameters(state: State, input: AwsInput): Reply {
  const names = (input['Names'] ?? []) as readonly string[];
  if (names.length > 10 || new Set(names).size < names.length) {
    return failed(400, 'ValidationException', 'Names: at most 10, and none twice');
  }
  const read = names.map((name) => ({ name, found: select(state, name) }));
  return ok({
    Parameters: read
      .filter(({ found }) => !isReply(found))
      .map(({ found }) => shown(found, input))
      .toReversed(), // in no order that could be relied on
    InvalidParameters: read.filter(({ found }) => isReply(found)).map(({ name }) => name),
  });
}

/** Two to a page, so that whoever reads only the first is found out. */
const PAGE = 2;

function paged(all: readonly object[], input: AwsInput): Reply {
  const start = Number(inputText(input, 'NextToken') ?? '0');
  return ok({
    Parameters: all.slice(start, start + PAGE),
    ...(start + PAGE < all.length ? { NextToken: String(start + PAGE) } : {}),
  });
}

function isBelow(name: string, folder: string): boolean {
  return folder === '/' || name.startsWith(`${folder}/`);
}

function getByPath(state: State, input: AwsInput): Reply {
  const path = inputText(input, 'Path') ?? '';
  if (!path.startsWith('/') || input['Recursive'] !== true || Number(input['MaxResults']) > 10) {
    return failed(400, 'ValidationException', 'a path begins with /, a page has at most 10');
  }
  const names = [...state.keys()].filter((name) => isBelow(name, path));
  return paged(
    names.map((name) => shown(select(state, name), input)),
    input,
  );
}

interface Filter {
  readonly Key: string;
  readonly Option: string;
  readonly Values: readonly string[];
}

function passes(name: string, parameter: Parameter, filter: Filter): boolean {
  if (filter.Key === 'Path') {
    return filter.Option === 'Recursive' && filter.Values.some((folder) => isBelow(name, folder));
  }
  const value = parameter.tags[filter.Key.replace(/^tag:/u, '')];
  return value !== undefined && filter.Option === 'Equals' && filter.Values.includes(value);
}

function describe(state: State, input: AwsInput): Reply {
  const filters = (input['ParameterFilters'] ?? []) as readonly Filter[];
  const found = [...state].filter(([name, parameter]) =>
    filters.every((filter) => passes(name, parameter, filter)),
  );
  return paged(
    found.map(([name, { type }]) => ({ Name: name, Type: type })),
    input,
  );
}

function listTags(state: State, input: AwsInput): Reply {
  const parameter = state.get(inputText(input, 'ResourceId') ?? '');
  if (parameter === undefined || inputText(input, 'ResourceType') !== 'Parameter') {
    return failed(400, 'InvalidResourceId', 'The resource ID is not valid.');
  }
  const tags = Object.entries(parameter.tags);
  return ok({ TagList: tags.map(([key, value]) => ({ Key: key, Value: value })) });
}

type Tags = readonly { readonly Key: string; readonly Value: string }[];

function refusalOfPut(input: AwsInput, name: string, isThere: boolean): Reply | undefined {
  if (!isName(name) || (inputText(input, 'Value') ?? '') === '') {
    return failed(400, 'ValidationException', 'a qualified name and a value are required');
  }
  if (isThere && input['Overwrite'] !== true) {
    return failed(400, 'ParameterAlreadyExists', 'The parameter already exists.');
  }
  return input['Tags'] !== undefined && input['Overwrite'] === true
    ? failed(400, 'ValidationException', 'tags and overwrite can’t be used together')
    : undefined;
}

function putParameter(state: State, input: AwsInput): Reply {
  const name = inputText(input, 'Name') ?? '';
  const refusal = refusalOfPut(input, name, state.has(name));
  if (refusal !== undefined) {
    return refusal;
  }
  const parameter = state.get(name) ?? { versions: [], type: '', tags: {} };
  parameter.versions.push({ value: inputText(input, 'Value') ?? '', labels: [] });
  parameter.type = inputText(input, 'Type') ?? parameter.type;
  if (input['Tags'] !== undefined) {
    parameter.tags = Object.fromEntries((input['Tags'] as Tags).map((tag) => [tag.Key, tag.Value]));
  }
  state.set(name, parameter);
  return ok({ Version: parameter.versions.length });
}

function deleteParameter(state: State, input: AwsInput): Reply {
  const name = inputText(input, 'Name') ?? '';
  return state.delete(name) ? ok({}) : notFound(name);
}

const ACTIONS: Readonly<Record<string, (state: State, input: AwsInput) => Reply>> = {
  GetParameter: getParameter,
  GetParameters: getParameters,
  GetParametersByPath: getByPath,
  DescribeParameters: describe,
  ListTagsForResource: listTags,
  PutParameter: putParameter,
  DeleteParameter: deleteParameter,
};

function actionOf(call: Call): string {
  const [service, action = ''] = String(call.headers['x-amz-target']).split('.');
  return service === 'AmazonSSM' && call.method === 'POST' && call.path === '/' ? action : '';
}

export async function startSsmServer(options: AwsOptions): Promise<SsmServer> {
  const state: State = new Map();
  const denied = new Set<string>();

  function answer(call: Call): Reply {
    const action = actionOf(call);
    const act = ACTIONS[action];
    if (act === undefined) {
      return failed(400, 'UnknownOperationException', '');
    }
    const refusal = checkSignature(call, 'ssm', options);
    if (refusal !== undefined || denied.has(action)) {
      const words = `User: arn:aws:iam::123456789012:user/tester is not authorized to perform: ssm:${action}`;
      return refusal ?? failed(400, 'AccessDeniedException', words);
    }
    return act(state, JSON.parse(call.body) as AwsInput);
  }

  const server = await startFaultyServer({
    contentType: 'application/x-amz-json-1.1',
    answer,
    refuse: awsRefusal,
    isWrite: (call) => /^(?:Put|Delete)/u.test(actionOf(call)),
  });
  return {
    ...server,
    put(name, value, { tags, labels = [], type } = {}) {
      const parameter = state.get(name) ?? { versions: [], type: 'SecureString', tags: {} };
      parameter.versions.push({ value, labels });
      parameter.tags = tags ?? parameter.tags;
      parameter.type = type ?? parameter.type;
      state.set(name, parameter);
      return String(parameter.versions.length);
    },
    remove: (name) => void state.delete(name),
    deny: (action) => void denied.add(action),
    typeOf: (name) => state.get(name)?.type,
  };
}
