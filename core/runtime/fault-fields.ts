import { type ErrorCode, toAppError } from './errors.ts';

/** Where a fault came from, without its words, which may hold anything; '' when that is not known. */
function framesOf(fault: unknown): string {
  const { stack = '', message = '' } = fault instanceof Error ? fault : {};
  const wordsEnd = stack.indexOf(message) + message.length;
  return stack.includes(message)
    ? stack
        .slice(wordsEnd)
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line.startsWith('at '))
        .join(' ')
    : '';
}

/** What the log says of a fault that ends a process: `at` only of one nobody foresaw, whose words are kept back. */
export function faultFields(fault: unknown): {
  readonly code: ErrorCode;
  readonly cause: string;
  readonly at: string | undefined;
} {
  const { code, message, cause } = toAppError(fault);
  return { code, cause: message, at: code === 'INTERNAL' ? framesOf(cause) : undefined };
}
