import { inspect } from 'node:util';

const REDACTED = '[redacted]';

/** Bytes of a secret. They cannot be printed: string, JSON and inspect forms say `[redacted]`. */
export class SecretBytes {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  static fromUtf8(text: string): SecretBytes {
    return new SecretBytes(Buffer.from(text, 'utf8'));
  }

  static fromBase64(text: string): SecretBytes {
    return new SecretBytes(Buffer.from(text, 'base64'));
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** The bytes themselves. Lint allows this call only in the pipeline, the backends and the writers. */
  reveal(): Uint8Array {
    return this.#bytes;
  }

  equals(other: SecretBytes): boolean {
    return Buffer.compare(this.#bytes, other.#bytes) === 0;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
