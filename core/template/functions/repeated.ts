import { type Budget, type ByteString, FunctionError, runesOf } from '../value/index.ts';

/** strings.Repeat */
export function repeated(text: ByteString, count: bigint, budget: Budget): ByteString {
  if (count < 0n) {
    throw new FunctionError('strings: negative Repeat count');
  }
  const length = BigInt(text.length) * count;
  if (length > 2n ** 63n - 1n) {
    throw new FunctionError('strings: Repeat output length overflow');
  }
  budget.checkSize(Number(length));
  return text === '' ? '' : text.repeat(Number(count));
}

/** strings.ReplaceAll; an empty text is found before every character and at the end. */
export function replacedAll(
  text: ByteString,
  replacement: { readonly from: ByteString; readonly to: ByteString },
  budget: Budget,
): ByteString {
  const { from, to } = replacement;
  const parts = from === '' ? ['', ...characters(text), ''] : text.split(from);
  budget.spend(parts.length);
  budget.checkSize(text.length + (parts.length - 1) * (to.length - from.length));
  return from === '' && text === '' ? to : parts.join(to);
}

/** The characters as texts of their own; a wrong byte is one. */
export function characters(text: ByteString): ByteString[] {
  return [...runesOf(text)].map(({ offset, width }) => text.slice(offset, offset + width));
}
