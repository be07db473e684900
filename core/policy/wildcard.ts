/**
 * Does the text match a pattern in which `*` is any run of characters and everything else itself? One checkpoint, no recursion:
 * at most text × pattern steps (CWE-770).
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let at = 0;
  let seen = 0;
  let star = -1;
  let resume = 0;
  while (seen < text.length) {
    if (pattern[at] === '*') {
      star = at;
      at += 1;
      resume = seen;
    } else if (at < pattern.length && pattern[at] === text[seen]) {
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
  while (pattern[at] === '*') {
    at += 1;
  }
  return at === pattern.length;
}

/** Whether one of the patterns matches; none given matches everything. */
export function matchesName(patterns: readonly string[] | undefined, name: string): boolean {
  return patterns === undefined || patterns.some((pattern) => matchesWildcard(pattern, name));
}
