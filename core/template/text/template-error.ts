import { AppError } from '../../runtime/index.ts';
import { type ByteString, toText } from '../value/index.ts';

/** A template that cannot be parsed or executed, in Go's words. */
export class TemplateError extends AppError {
  /** What is wrong, without where. */
  readonly reason: string;
  /** Line in the template's text, from 1. */
  readonly line: number;
  /** Byte in that line, from 1. (The message counts columns from 0, as Go does.) */
  readonly column: number;

  constructor(where: ByteString, reason: ByteString, position: TextPosition) {
    super('TEMPLATE_FAILED', toText(`template: ${where}: ${reason}`));
    this.reason = toText(reason);
    this.line = position.line;
    this.column = position.column;
  }
}

export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

export function positionOf(text: ByteString, offset: number): TextPosition {
  const before = text.slice(0, offset);
  return {
    line: before.split('\n').length,
    column: before.length - before.lastIndexOf('\n'),
  };
}
