import type { DecodingStrategy } from '../../api/index.ts';
import { AppError, SecretBytes } from '../../runtime/index.ts';

const STANDARD = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u;
const URL_SAFE = /^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2}==|[A-Za-z0-9_-]{3}=)?$/u;

/** As Go's padded encodings read it: line ends are skipped, padding is required, nothing else is forgiven. */
function decodeWith(alphabet: RegExp, bytes: SecretBytes): SecretBytes | undefined {
  const text = Buffer.from(bytes.reveal())
    .toString('latin1')
    .replaceAll(/[\r\n]/gu, '');
  return alphabet.test(text) ? SecretBytes.fromBase64(text) : undefined;
}

function strict(strategy: string, alphabet: RegExp, bytes: SecretBytes): SecretBytes {
  const decoded = decodeWith(alphabet, bytes);
  if (decoded === undefined) {
    throw new AppError(
      'DECODE_FAILED',
      `the value is not ${strategy} (with padding); set decodingStrategy to None or Auto, or correct it in the store`,
    );
  }
  return decoded;
}

/** One value through remoteRef.decodingStrategy (eso.md 3.4). `Auto` keeps what is neither Base64 nor Base64URL. */
export function decodeValue(strategy: DecodingStrategy, bytes: SecretBytes): SecretBytes {
  switch (strategy) {
    case 'None':
      return bytes;
    case 'Base64':
      return strict(strategy, STANDARD, bytes);
    case 'Base64URL':
      return strict(strategy, URL_SAFE, bytes);
    case 'Auto':
      return decodeWith(STANDARD, bytes) ?? decodeWith(URL_SAFE, bytes) ?? bytes;
  }
}
