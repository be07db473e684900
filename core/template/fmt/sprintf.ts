import { type Budget, type ByteString, type GoValue, typeName } from '../value/index.ts';
import { type Flags, NO_FLAGS } from './flags.ts';
import { type FormatReader, type ParsedDirective, readDirective } from './format.ts';
import { formatArgument } from './print-value.ts';

/** fmt.Sprintf: every verb, flag and complaint of Go. */
export function sprintf(format: ByteString, args: readonly GoValue[], budget: Budget): ByteString {
  const reader: FormatReader = {
    format,
    args,
    index: 0,
    argument: 0,
    reordered: false,
    goodNumber: true,
    afterNumber: false,
    complaint: '',
  };
  let text = '';
  while (reader.index < format.length) {
    const percent = format.indexOf('%', reader.index);
    if (percent < 0) {
      text += format.slice(reader.index);
      break;
    }
    text += format.slice(reader.index, percent);
    reader.index = percent + 1;
    const piece = formatDirective(reader, readDirective(reader), budget);
    budget.checkSize(piece.length);
    text += piece;
  }
  return reader.reordered ? text : text + extraArguments(reader, budget);
}

function formatDirective(
  reader: FormatReader,
  { verb, flags }: ParsedDirective,
  budget: Budget,
): ByteString {
  const { complaint } = reader;
  if (verb === undefined) {
    return `${complaint}%!(NOVERB)`;
  }
  if (verb === '%') {
    return `${complaint}%`;
  }
  if (!reader.goodNumber) {
    return `${complaint}%!${verb}(BADINDEX)`;
  }
  const value = reader.args[reader.argument];
  if (value === undefined) {
    return `${complaint}%!${verb}(MISSING)`;
  }
  reader.argument += 1;
  return complaint + formatArgument(value, { verb, flags: flagsFor(verb, flags), budget });
}

function flagsFor(verb: ByteString, flags: Flags): Flags {
  return verb === 'v' || verb === 'w'
    ? { ...flags, sharpV: flags.sharp, sharp: false, plusV: flags.plus, plus: false }
    : flags;
}

function extraArguments(reader: FormatReader, budget: Budget): ByteString {
  const extra = reader.args.slice(reader.argument);
  if (extra.length === 0) {
    return '';
  }
  const items = extra.map((value) => {
    const text = formatArgument(value, { verb: 'v', flags: NO_FLAGS, budget });
    return value === null ? text : `${typeName(value)}=${text}`;
  });
  return `%!(EXTRA ${items.join(', ')})`;
}
