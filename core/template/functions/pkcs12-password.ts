import { type ByteString, FunctionError, runesOf } from '../value/index.ts';

/** A password as PKCS#12 has it: UCS-2, with a zero at its end; or nothing at all, an empty one's other form. */
export type Password = Buffer;

const GREATEST = 0xffff;

/** Throws FunctionError for characters beyond the basic plane. */
export function ucs2(text: ByteString): Buffer {
  const units: number[] = [];
  for (const { rune } of runesOf(text)) {
    if (rune > GREATEST) {
      throw new FunctionError('pkcs12: string contains characters that cannot be encoded in UCS-2');
    }
    units.push(rune >> 8, rune & 0xff);
  }
  return Buffer.from(units);
}

export function encodePassword(text: ByteString): Password {
  return Buffer.concat([ucs2(text), Buffer.alloc(2)]);
}

export const NO_PASSWORD: Password = Buffer.alloc(0);

export function isEmptyPassword(password: Password): boolean {
  return password.length === 2;
}

/** The password as PBES2 and PBMAC1 take it: UTF-8. */
export function passwordText(password: Password): string {
  return Buffer.from(password).swap16().toString('utf16le').replace(/\0$/u, '');
}
