/** One step of an expression: quoted text, an escape, a class, the begin of a group, a repetition, or one character. */
const TOKEN =
  /\\Q[^]*?(?:\\E|$)|\\(?:x\{[0-9A-Fa-f]*\}|[pP]\{\^?\w*\}|[^])|\[\^?\]?(?:\[:\^?\w*:\]|\\[^]|[^\]\\])*(?:\]|$)|\((?:\?(?:P?<\w*>|[imsU-]*:))?|\{\d+(?:,\d*)?\}|[^]/gu;

/** RE2 refuses more (1000), whatever it stands behind; beyond that a count says nothing about the size. */
const MOST_REPEATS = 1001;

/** How far a group is read: all before its last part, and that part, which a repetition would repeat. */
interface Group {
  before: number;
  last: number;
}

function atom(group: Group, size: number): void {
  group.before += group.last;
  group.last = size;
}

/** "{2}", "{2,}" and "{2,5}" stand for two, two and five copies; the optional ones take a step more each. */
function copies(repetition: string): number {
  const [least = 0, most = 0] = repetition.slice(1, -1).split(',').map(Number);
  return Math.min(Math.max(least, most, 1), MOST_REPEATS);
}

function closeGroup(groups: Group[]): void {
  const closed = groups.pop();
  const outer = groups.at(-1);
  if (closed !== undefined && outer !== undefined) {
    atom(outer, closed.before + closed.last + 2);
  }
}

function repeat(group: Group, token: string): void {
  const each = /^\{\d+\}$/u.test(token) ? group.last : group.last + 1;
  group.last = each * (token.startsWith('{') ? copies(token) : 1);
}

/** Steps that stand for one thing, however they are spelled. */
function sizeOf(token: string): number {
  return token.startsWith('\\Q') ? token.length : 1;
}

/**
 * About how many instructions the expression becomes once its repetitions are written out; never far too few. Takes time in
 * the length of `source` only, and does not mind what is no expression.
 */
export function regexpSize(source: string): number {
  const groups: Group[] = [{ before: 0, last: 0 }];
  for (const [token] of source.matchAll(TOKEN)) {
    const group = groups.at(-1);
    if (group === undefined) {
      return source.length; // closed once too often: not an expression
    }
    if (token.startsWith('(')) {
      groups.push({ before: 0, last: 0 });
    } else if (token === ')') {
      closeGroup(groups);
    } else if (/^(?:[*+?]|\{.+)$/u.test(token)) {
      repeat(group, token);
    } else {
      atom(group, sizeOf(token));
    }
  }
  return groups.reduce((total, { before, last }) => total + before + last, 0);
}
