import { type Budget, type ByteString, type GoValue } from '../value/index.ts';
import { NO_FLAGS } from './flags.ts';
import { floatText } from './float-text.ts';
import { formatArgument } from './print-value.ts';

/** fmt.Sprint: a space between two operands when neither is a string. */
export function sprint(args: readonly GoValue[], budget: Budget): ByteString {
  let text = '';
  let afterString = true;
  for (const value of args) {
    const isString = typeof value === 'string';
    text += afterString || isString ? '' : ' ';
    text += printed(value, budget);
    afterString = isString;
  }
  budget.checkSize(text.length);
  return text;
}

/** fmt.Sprintln: a space between all, a line feed at the end. */
export function sprintln(args: readonly GoValue[], budget: Budget): ByteString {
  const text = `${args.map((value) => printed(value, budget)).join(' ')}\n`;
  budget.checkSize(text.length);
  return text;
}

/** One value as %v prints it. */
export function printed(value: GoValue, budget: Budget): ByteString {
  if (typeof value === 'object') {
    return formatArgument(value, { verb: 'v', flags: NO_FLAGS, budget });
  }
  return typeof value === 'number' ? floatText(value, 'g') : String(value);
}
