/** The modifiers of gjson 1.18. Only these end a dotted step; `@anything-else` is a key. */
export const MODIFIER_NAMES: ReadonlySet<string> = new Set([
  'pretty',
  'ugly',
  'reverse',
  'this',
  'flatten',
  'join',
  'valid',
  'keys',
  'values',
  'tostr',
  'fromstr',
  'group',
  'dig',
]);
