import { matchesKey } from '../match-key.ts';
import { matchesWildcard } from '../wildcard.ts';

interface Address {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
}

/** Without a scheme it is https, as backends have it. */
function split(text: string): Address {
  const at = text.indexOf('://');
  const rest = at < 0 ? text : text.slice(at + 3);
  const slash = rest.indexOf('/');
  return {
    scheme: at < 0 ? 'https' : text.slice(0, at).toLowerCase(),
    host: (slash < 0 ? rest : rest.slice(0, slash)).toLowerCase(),
    path: slash < 0 ? '' : rest.slice(slash + 1),
  };
}

function trimEnd(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

function matchesPath(pattern: string, path: string): boolean {
  const wanted = trimEnd(pattern);
  const given = trimEnd(path);
  if (wanted === '**' || wanted === given) {
    return true;
  }
  const plain = !given.includes('//') && !given.split('/').includes('..');
  return plain && matchesKey(wanted.split('/'), given);
}

/**
 * Does an address keep to a pattern: the same scheme, a host that matches, a path that matches? What a user name, a template or a
 * backslash could redirect does not.
 */
export function matchesEndpoint(pattern: string, address: string): boolean {
  const wanted = split(pattern);
  const given = split(address);
  const isPlain = ['@', '{', '}', '\\', '?', '#', '%', ' '].every(
    (character) => !given.host.includes(character),
  );
  return (
    isPlain &&
    wanted.scheme === given.scheme &&
    matchesWildcard(wanted.host, given.host) &&
    matchesPath(wanted.path, given.path)
  );
}
