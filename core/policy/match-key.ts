import { matchesWildcard } from './wildcard.ts';

const ANY = '**';
/** Stands for what lies below a folder; only `**` takes it. */
const BELOW = '/';

function takes(pattern: string | undefined, segment: string): boolean {
  return pattern !== undefined && segment !== BELOW && matchesWildcard(pattern, segment);
}

/** `**` at the end takes at least one segment: `a/**` is strictly below `a`. */
function matchesSegments(pattern: readonly string[], path: readonly string[]): boolean {
  let at = 0;
  let seen = 0;
  let star = -1;
  let resume = 0;
  while (seen < path.length) {
    const segment = path[seen] ?? '';
    if (pattern[at] === ANY) {
      if (at === pattern.length - 1) {
        return true;
      }
      star = at;
      at += 1;
      resume = seen;
    } else if (takes(pattern[at], segment)) {
      at += 1;
      seen += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      seen = resume;
    } else {
      return false;
    }
  }
  return at === pattern.length;
}

/** Does the pattern match the key? */
export function matchesKey(pattern: readonly string[], key: string): boolean {
  return matchesSegments(pattern, key.split('/'));
}

function below(folder: string): readonly string[] {
  return folder === '' ? [BELOW] : [...folder.split('/'), BELOW];
}

/** Does the pattern match whatever can lie below the folder ('' is the root)? */
export function coversFolder(pattern: readonly string[], folder: string): boolean {
  return matchesSegments(pattern, below(folder));
}

/** Could something below the folder match the pattern? From a `**` on, anything could. */
export function touchesFolder(pattern: readonly string[], folder: string): boolean {
  const path = folder === '' ? [] : folder.split('/');
  for (const [index, segment] of path.entries()) {
    if (pattern[index] === ANY) {
      return true;
    }
    if (!takes(pattern[index], segment)) {
      return false;
    }
  }
  return pattern.length > path.length;
}
