import { type ByteString, FunctionError, toText } from '../value/index.ts';
import { quote } from '../fmt/index.ts';
import { escapeUrl, unescapeUrl } from './url-escape.ts';

const IPV4 = /^((25[0-5]|2[0-4]\d|1?[1-9]?\d|1\d\d)(\.(?!$)|$)){4}$/;

/** The parts of a URL as net/url has them, unescaped but for the query. */
export interface UrlParts {
  readonly scheme: ByteString;
  readonly opaque: ByteString;
  /** As it stands in a URL. */
  readonly userinfo: ByteString | undefined;
  readonly host: ByteString;
  readonly path: ByteString;
  readonly query: ByteString;
  readonly fragment: ByteString;
}

/** url.Parse; throws FunctionError in Go's words. */
export function parseUrl(text: ByteString): UrlParts {
  const hash = text.indexOf('#');
  const rest = hash < 0 ? text : text.slice(0, hash);
  const parts = saying(rest, () => parseParts(rest));
  const fragment = hash < 0 ? '' : text.slice(hash + 1);
  return { ...parts, fragment: saying(text, () => unescapeUrl(fragment, 'fragment')) };
}

function saying<Result>(text: ByteString, parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    if (error instanceof FunctionError) {
      throw new FunctionError(`parse ${toText(quote(text))}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

const NONE = { scheme: '', opaque: '', userinfo: undefined, host: '', path: '', query: '' };

function parseParts(text: ByteString): Omit<UrlParts, 'fragment'> {
  if (Array.from(text).some((character) => character < ' ' || character === '\x7f')) {
    throw new FunctionError('net/url: invalid control character in URL');
  }
  if (text === '*') {
    return { ...NONE, path: '*' };
  }
  const { scheme, rest } = splitScheme(text);
  const [before = ''] = rest.split('?', 1);
  const parts = { ...NONE, scheme, query: rest.slice(before.length + 1) };
  if (!before.startsWith('/')) {
    return { ...parts, ...parseRootless(before, scheme) };
  }
  return { ...parts, ...parseRooted(before, scheme) };
}

function parseRootless(text: ByteString, scheme: ByteString): Partial<UrlParts> {
  if (scheme !== '') {
    return { opaque: text };
  }
  if (hasColonFirst(text)) {
    throw new FunctionError('first path segment in URL cannot contain colon');
  }
  return { path: unescapeUrl(text, 'path') };
}

function parseRooted(text: ByteString, scheme: ByteString): Partial<UrlParts> {
  if (!text.startsWith('//') || (scheme === '' && text.startsWith('///'))) {
    return { path: unescapeUrl(text, 'path') };
  }
  const [authority = ''] = text.slice(2).split('/', 1);
  const place = parseAuthority(authority, scheme);
  return { ...place, path: unescapeUrl(text.slice(2 + authority.length), 'path') };
}

function splitScheme(text: ByteString): { readonly scheme: ByteString; readonly rest: ByteString } {
  if (text.startsWith(':')) {
    throw new FunctionError('missing protocol scheme');
  }
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(text)?.[1];
  return scheme === undefined
    ? { scheme: '', rest: text }
    : { scheme: scheme.toLowerCase(), rest: text.slice(scheme.length + 1) };
}

function parseAuthority(
  authority: ByteString,
  scheme: ByteString,
): Pick<UrlParts, 'userinfo' | 'host'> {
  const at = authority.lastIndexOf('@');
  const host = parseHost(authority.slice(at + 1), scheme);
  if (at < 0) {
    return { userinfo: undefined, host };
  }
  const userinfo = authority.slice(0, at);
  if (!/^[\w.:~!$&'()*+,;=%@-]*$/.test(userinfo)) {
    throw new FunctionError('net/url: invalid userinfo');
  }
  const colon = userinfo.indexOf(':');
  const names = colon < 0 ? [userinfo] : [userinfo.slice(0, colon), userinfo.slice(colon + 1)];
  const written = names.map((name) => escapeUrl(unescapeUrl(name, 'userinfo'), 'userinfo'));
  return { userinfo: written.join(':'), host };
}

function parseHost(host: ByteString, scheme: ByteString): ByteString {
  const bracket = host.lastIndexOf('[');
  if (bracket > 0) {
    throw new FunctionError('invalid IP-literal');
  }
  if (bracket === 0) {
    return parseLiteral(host);
  }
  // Several hosts with ports of their own are a habit of databases, not of the web.
  const port = scheme === 'http' || scheme === 'https' ? /:.*$/ : /:[^:]*$/;
  checkPort(port.exec(host)?.[0] ?? '');
  return unescapeUrl(host, 'host');
}

function checkPort(port: ByteString): void {
  if (!/^(?::[0-9]*)?$/.test(port)) {
    throw new FunctionError(`invalid port ${toText(quote(port))} after host`);
  }
}

function parseLiteral(host: ByteString): ByteString {
  const end = host.lastIndexOf(']');
  if (end < 0) {
    throw new FunctionError("missing ']' in host");
  }
  checkPort(host.slice(end + 1));
  const address = unescapeUrl(host.slice(1, end), 'host');
  if (IPV4.test(address)) {
    throw new FunctionError('invalid IP-literal');
  }
  if (!URL.canParse(`http://[${address.replace(/%.*$/, '')}]/`)) {
    const written = toText(quote(address));
    throw new FunctionError(`invalid host: ParseAddr(${written}): unable to parse IP`);
  }
  return `[${address}]${host.slice(end + 1)}`;
}

/** URL.String */
export function writeUrl(url: UrlParts): ByteString {
  const scheme = url.scheme === '' ? '' : `${url.scheme}:`;
  const main = url.opaque === '' ? writePlace(url, scheme) : url.opaque;
  const query = url.query === '' ? '' : `?${url.query}`;
  const fragment = url.fragment === '' ? '' : `#${escapeUrl(url.fragment, 'fragment')}`;
  return scheme + main + query + fragment;
}

function writePlace(url: UrlParts, scheme: ByteString): ByteString {
  const authority = writeAuthority(url, scheme);
  const path = url.path === '*' ? '*' : escapeUrl(url.path, 'path');
  if (scheme + authority === '') {
    return hasColonFirst(path) ? `./${path}` : path;
  }
  const needsSlash = path !== '' && !path.startsWith('/') && url.host !== '';
  return `${authority}${needsSlash ? '/' : ''}${path}`;
}

function writeAuthority({ userinfo, host, path }: UrlParts, scheme: ByteString): ByteString {
  const isWritten = host !== '' || userinfo !== undefined || (scheme !== '' && path !== '');
  const user = userinfo === undefined ? '' : `${userinfo}@`;
  return isWritten ? `//${user}${escapeUrl(host, 'host')}` : '';
}

function hasColonFirst(path: ByteString): boolean {
  return path.split('/')[0]?.includes(':') === true;
}

/** URL.Hostname: without the port and the brackets. */
export function hostname(host: ByteString): ByteString {
  const withoutPort = host.replace(/:[0-9]*$/, '');
  return withoutPort.startsWith('[') && withoutPort.endsWith(']')
    ? withoutPort.slice(1, -1)
    : withoutPort;
}
