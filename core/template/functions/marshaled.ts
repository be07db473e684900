import { type ByteString, GoObject } from '../value/index.ts';

/** An object that JSON has as a text. */
export abstract class MarshaledObject extends GoObject {
  /** That text, without its quotes. */
  abstract marshaled(): ByteString;
}
