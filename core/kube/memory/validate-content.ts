import type { RawObject } from '../../api/index.ts';
import { objectAt } from '../../runtime/index.ts';
import type { Resource } from '../ports.ts';

const KEY = /^[-._a-zA-Z0-9]+$/u;
const MAX_KEY = 253;
const MAX_BYTES = 1024 * 1024;
/** Each list: one of these keys must be there. */
const REQUIRED_KEYS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'kubernetes.io/dockercfg': [['.dockercfg']],
  'kubernetes.io/dockerconfigjson': [['.dockerconfigjson']],
  'kubernetes.io/basic-auth': [['username', 'password']],
  'kubernetes.io/ssh-auth': [['ssh-privatekey']],
  'kubernetes.io/tls': [['tls.crt'], ['tls.key']],
};

function keyProblems(field: string, data: RawObject): readonly string[] {
  return Object.keys(data)
    .filter((key) => !KEY.test(key) || key.length > MAX_KEY || key === '.' || key.startsWith('..'))
    .map(
      (key) =>
        `${field}[${key}]: Invalid value: "${key}": a valid config key must consist of alphanumeric characters, '-', '_' or '.', at most ${MAX_KEY} of them`,
    );
}

function immutableProblems(
  object: RawObject,
  before: RawObject | undefined,
  fields: readonly string[],
): readonly string[] {
  if (before?.['immutable'] !== true) {
    return [];
  }
  const changed = fields.filter(
    (field) =>
      JSON.stringify(sorted(objectAt(object, field))) !==
      JSON.stringify(sorted(objectAt(before, field))),
  );
  return [...(object['immutable'] === true ? [] : ['immutable']), ...changed].map(
    (field) => `${field}: Forbidden: field is immutable when \`immutable\` is set`,
  );
}

function sorted(data: RawObject): readonly (readonly [string, unknown])[] {
  return Object.entries(data).toSorted(([left], [right]) => (left < right ? -1 : 1));
}

function byteLength(data: RawObject): number {
  return Object.values(data).reduce<number>(
    (sum, value) => sum + Buffer.byteLength(String(value), 'base64'),
    0,
  );
}

function secretProblems(object: RawObject, before: RawObject | undefined): readonly string[] {
  const data = objectAt(object, 'data');
  const type = String(object['type']);
  const required = REQUIRED_KEYS[type] ?? [];
  const typeChanged = before !== undefined && before['type'] !== object['type'];
  return [
    ...keyProblems('data', data),
    ...required
      .filter((keys) => !keys.some((key) => Object.hasOwn(data, key)))
      .map((keys) => `data[${keys[0] ?? ''}]: Required value`),
    ...(byteLength(data) > MAX_BYTES
      ? [`data: Too long: may not be more than ${MAX_BYTES} bytes`]
      : []),
    ...(typeChanged ? [`type: Invalid value: "${type}": field is immutable`] : []),
    ...immutableProblems(object, before, ['data']),
  ];
}

function configMapProblems(object: RawObject, before: RawObject | undefined): readonly string[] {
  const data = objectAt(object, 'data');
  const binary = objectAt(object, 'binaryData');
  return [
    ...keyProblems('data', data),
    ...keyProblems('binaryData', binary),
    ...immutableProblems(object, before, ['data', 'binaryData']),
  ];
}

export function contentProblems(
  resource: Resource,
  object: RawObject,
  before: RawObject | undefined,
): readonly string[] {
  if (resource.group !== '') {
    return [];
  }
  switch (resource.plural) {
    case 'secrets':
      return secretProblems(object, before);
    case 'configmaps':
      return configMapProblems(object, before);
    default:
      return [];
  }
}
