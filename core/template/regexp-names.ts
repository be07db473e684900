export interface NamedGroups {
  /** The expression with each name only where it stands first. */
  readonly expression: string;
  /** The numbers of the groups of each name. */
  readonly groups: ReadonlyMap<string, readonly number[]>;
}

/** A quotation, an escape, a class, or the beginning of a group; brackets in the first three begin nothing. */
const TOKEN =
  /\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\[\^?\]?(?:\[:\^?\w+:\]|\\[\s\S]|[^\]])*\]|\((?:\?P?<([\p{L}\p{Nd}_]+)>|(?!\?))/gu;

/** Names for an expression that gives one name to several groups, as Go lets it. */
export function splitGroupNames(source: string): NamedGroups {
  const groups = new Map<string, number[]>();
  let count = 0;
  const expression = source.replace(TOKEN, (token: string, name: string | undefined) => {
    if (!token.startsWith('(')) {
      return token;
    }
    count += 1;
    const numbers = name === undefined ? [] : (groups.get(name) ?? []);
    numbers.push(count);
    if (name !== undefined) {
      groups.set(name, numbers);
    }
    return numbers.length > 1 ? '(' : token;
  });
  return { expression, groups };
}
