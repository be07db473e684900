import type { ObjectSchema, Root } from 'joi';
import { type VaultBackend, vaultSchema } from '../backend/vault.ts';
import { fieldSchemas, type Mutable } from '../field-schema.ts';
import type { RetrySettings } from '../secret-store.ts';
import { retrySettings } from './retry.ts';

/** Generator `VaultDynamicSecret`: what a path of Vault answers, lease and all (eso.md 6.1). */
export interface VaultDynamicSecretSpec {
  /** Controller class; '' means any. */
  readonly controller: string;
  readonly provider: VaultBackend;
  /** The whole path, mount included. */
  readonly path: string;
  /** Absent: GET. */
  readonly method?: string;
  /** Body of a write: any JSON. */
  readonly parameters?: object;
  readonly getParameters?: Readonly<Record<string, readonly string[]>>;
  readonly resultType: 'Data' | 'Auth' | 'Raw';
  readonly allowEmptyResponse: boolean;
  readonly retrySettings?: RetrySettings;
}

export function vaultDynamicSecretSchema(joi: Root): ObjectSchema<Mutable<VaultDynamicSecretSpec>> {
  const f = fieldSchemas(joi);
  return f.object<VaultDynamicSecretSpec>({
    controller: f.assumed(f.text(), ''),
    provider: vaultSchema(joi).meta({ shared: 'vaultBackend' }).required(),
    path: f.text().required(),
    method: f.text(),
    parameters: joi.any(),
    getParameters: joi.object<Record<string, string[]>>().pattern(joi.string(), f.list(f.text())),
    resultType: f.choice('Data', 'Auth', 'Raw').default('Data'),
    allowEmptyResponse: f.flag().default(false),
    retrySettings: retrySettings(f),
  });
}
