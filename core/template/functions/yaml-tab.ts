/** The little of a token of the parser that counts here. */
interface SourceToken {
  readonly type: string;
  readonly offset: number;
  readonly source: string;
}

/** An item of a block collection as it was written. */
export interface SourceItem {
  readonly start: readonly SourceToken[];
  readonly sep?: readonly SourceToken[] | null | undefined;
}

/** May there be a tab behind an indicator at all? Asked first, since telling for certain costs another reading. */
export const TAB_BEHIND = /[-?:] *\t/u;

function tabBehind(tokens: readonly SourceToken[], indicator: string): number | undefined {
  const at = tokens.findIndex(({ type }) => type === indicator);
  const [space] = at < 0 ? [] : tokens.slice(at + 1);
  return space?.type === 'space' && space.source.includes('\t')
    ? space.offset + space.source.indexOf('\t')
    : undefined;
}

/**
 * Where a tab stands on the line behind `-`, `?` or the `:` of a `?`: a new block may begin there, and to Go's scanner no tab
 * may stand where one may. Behind the `:` of an ordinary key none can begin, and tabs are space.
 */
export function tabInItem({ start, sep }: SourceItem): number | undefined {
  const isExplicit = start.some(({ type }) => type === 'explicit-key-ind');
  return (
    tabBehind(start, 'seq-item-ind') ??
    tabBehind(start, 'explicit-key-ind') ??
    (isExplicit ? tabBehind(sep ?? [], 'map-value-ind') : undefined)
  );
}
