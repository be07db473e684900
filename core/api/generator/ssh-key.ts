import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type Mutable } from '../field-schema.ts';

/** Generator `SSHKey`: a key pair in OpenSSH's form (eso.md 6.1). */
export interface SshKeySpec {
  readonly keyType: 'rsa' | 'ecdsa' | 'ed25519';
  /** Bits; absent: 2048 for rsa, 256 for ecdsa. */
  readonly keySize?: number;
  readonly comment?: string;
}

export function sshKeySchema(joi: Root): ObjectSchema<Mutable<SshKeySpec>> {
  const f = fieldSchemas(joi);
  return f.object<SshKeySpec>({
    keyType: f.choice('rsa', 'ecdsa', 'ed25519').default('rsa'),
    keySize: f.integer().min(256).max(8192),
    comment: f.text(),
  });
}
