import type { NullBytePolicy } from '../../api/index.ts';
import { AppError, type SecretBytes } from '../../runtime/index.ts';

/** Refuses a value with a zero byte where nullBytePolicy is Fail (eso.md 3.4). */
export function checkNullBytes(policy: NullBytePolicy, key: string, bytes: SecretBytes): void {
  if (policy === 'Fail' && bytes.reveal().includes(0)) {
    throw new AppError(
      'PAYLOAD_MALFORMED',
      `fetched secret value for key ${JSON.stringify(key)} contains null bytes, and nullBytePolicy is Fail`,
    );
  }
}
