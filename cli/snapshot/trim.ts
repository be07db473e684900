import type { RawObject } from '../../core/api/index.ts';
import { isObject, type JsonObject, listAt, objectAt } from '../../core/runtime/index.ts';
import { tokenShape } from '../check/credential/index.ts';

/** What of an object's metadata a verdict may look at. */
const METADATA = ['name', 'namespace', 'labels', 'resourceVersion'] as const;
/** Where the rest of an object lies: all but the status, which is the server's. */
const BODY = ['spec', 'rules', 'aggregationRule', 'roleRef', 'subjects'] as const;

/** Stands in a snapshot where a value was. */
export const REDACTED = 'redacted';

function pick(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.filter((name) => object[name] !== undefined).map((name) => [name, object[name]]),
  );
}

/** Of an entry of the fake backend the key and version stay; its value, in whatever field, does not. */
function fakeEntry(entry: unknown): unknown {
  const { key, version, ...values } = isObject(entry) ? entry : {};
  const redacted = Object.keys(values).map((name) => [name, REDACTED] as const);
  return { key, ...(version === undefined ? {} : { version }), ...Object.fromEntries(redacted) };
}

function fakeProvider(fake: JsonObject): JsonObject {
  return { ...fake, data: listAt(fake, 'data').map(fakeEntry) };
}

/** Headers and body of a webhook may have a token in them; no verdict looks at them. */
function webhookProvider(webhook: JsonObject): JsonObject {
  const headers = Object.keys(objectAt(webhook, 'headers')).map(
    (name) => [name, REDACTED] as const,
  );
  return {
    ...webhook,
    ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
    ...(webhook['body'] === undefined ? {} : { body: REDACTED }),
  };
}

/** The fake backend keeps its secrets in the store itself. */
function withoutStoreValues(spec: JsonObject): JsonObject {
  const provider = objectAt(spec, 'provider');
  const { fake, webhook } = provider;
  const redacted = {
    ...(isObject(fake) ? { fake: fakeProvider(fake) } : {}),
    ...(isObject(webhook) ? { webhook: webhookProvider(webhook) } : {}),
  };
  return Object.keys(redacted).length === 0
    ? spec
    : { ...spec, provider: { ...provider, ...redacted } };
}

/** Text of the shape of a credential, wherever it stands. */
function withoutTokens(value: unknown): unknown {
  if (typeof value === 'string') {
    return tokenShape(value) === undefined ? value : REDACTED;
  }
  if (Array.isArray(value)) {
    return value.map(withoutTokens);
  }
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutTokens(member)]))
    : value;
}

/** As much of an object as a verdict looks at, without a value of a secret. */
export function trim(object: RawObject): RawObject {
  const isNamespace = object['kind'] === 'Namespace';
  const body = isNamespace ? {} : pick(object, BODY);
  const spec = body['spec'];
  const trimmed = {
    ...pick(object, ['apiVersion', 'kind']),
    metadata: pick(objectAt(object, 'metadata'), METADATA),
    ...body,
    ...(isObject(spec) ? { spec: withoutStoreValues(spec) } : {}),
  };
  const clean = withoutTokens(trimmed);
  return isObject(clean) ? clean : {};
}
