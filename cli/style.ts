import type { Style } from './command.ts';

function wrap(open: number, close: number): (text: string) => string {
  return (text) => `\u001b[${open}m${text}\u001b[${close}m`;
}

const plain: Style = {
  bold: (text) => text,
  dim: (text) => text,
  green: (text) => text,
  red: (text) => text,
};

const coloured: Style = {
  bold: wrap(1, 22),
  dim: wrap(2, 22),
  green: wrap(32, 39),
  red: wrap(31, 39),
};

/** Colour on a terminal only, and never when NO_COLOR is set (no-color.org). */
export function createStyle(isTerminal: boolean, noColor: string | undefined): Style {
  return isTerminal && (noColor === undefined || noColor === '') ? coloured : plain;
}
