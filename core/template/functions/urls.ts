import {
  anyMap,
  type ByteString,
  defineFunction,
  FunctionError,
  type GoMap,
  type GoValue,
  kindName,
  type TemplateFunction,
} from '../value/index.ts';
import { NIL_DEREFERENCE } from './items-of.ts';
import { hostname, parseUrl, type UrlParts, writeUrl } from './url.ts';

/** Sprig's URLs as dictionaries, and back. */
export const URLS: readonly TemplateFunction[] = [
  defineFunction({
    name: 'urlParse',
    parameters: ['string'],
    call: ([text]) => {
      const parts = saying('unable to parse url', () => parseUrl(text));
      const entries: [ByteString, GoValue][] = Object.entries({
        ...parts,
        hostname: hostname(parts.host),
        userinfo: parts.userinfo ?? '',
      });
      return anyMap(new Map(entries));
    },
  }),
  defineFunction({
    name: 'urlJoin',
    parameters: ['map[string]interface {}'],
    call: ([map]) => writeUrl(partsOf(map)),
  }),
];

function saying<Result>(what: string, parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    if (error instanceof FunctionError) {
      throw new FunctionError(`${what}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

function partsOf(map: GoMap): UrlParts {
  const parts = {
    scheme: entry(map, 'scheme'),
    host: entry(map, 'host'),
    path: entry(map, 'path'),
    query: entry(map, 'query'),
    opaque: entry(map, 'opaque'),
    fragment: entry(map, 'fragment'),
  };
  const userinfo = entry(map, 'userinfo');
  if (userinfo === '') {
    return { ...parts, userinfo: undefined };
  }
  const parsed = saying('unable to parse userinfo in dict', () =>
    parseUrl(`proto://${userinfo}@host`),
  );
  return { ...parts, userinfo: parsed.userinfo };
}

function entry(map: GoMap, key: string): ByteString {
  const value = map.entries.get(key);
  if (value === undefined || typeof value === 'string') {
    return value ?? '';
  }
  if (value === null) {
    throw new FunctionError(NIL_DEREFERENCE);
  }
  throw new FunctionError(
    `unable to parse ${key} key, must be of type string, but ${kindName(value)} found`,
  );
}
