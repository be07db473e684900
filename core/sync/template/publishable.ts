import type { TemplateError } from '../../template/index.ts';

/** Reasons of Go's that are made of the template's text and of type names alone. */
const VALUE_FREE: readonly RegExp[] = [
  /^map has no entry for key "/,
  /^nil (data; no entry for key|pointer evaluating) /,
  /^can't (evaluate field|give argument to|handle) /,
  /^cannot assign nil to /,
  /^wrong number of args for \w+: want (at least )?\d+ got \d+$/,
  /^wrong type for value; expected \S+; got \S+$/,
  / (has arguments but cannot be invoked as function|is not a method but has arguments)$/,
  /^exceeded maximum template depth /,
  / exceeds? the limit of \d+ \w+$/,
  / is not served by this version/,
];

const CALL = /^error calling (\w+): /;
const LEFT_OUT =
  'what it says is left out, since it may hold a value; render the template with values of your own to see it';

/**
 * A template's fault as a status may show it. Go's words quote values ("range can't iterate over hunter2"), and functions
 * quote their arguments: of those only the place and the function's name are told.
 */
export function publishableTemplateError(error: TemplateError): string {
  const { message, reason } = error;
  if (VALUE_FREE.some((form) => form.test(reason))) {
    return message;
  }
  const place = message.slice(0, message.length - reason.length);
  const called = CALL.exec(reason)?.[1];
  return `${place}${called === undefined ? 'failed' : `error calling ${called}`}; ${LEFT_OUT}`;
}
