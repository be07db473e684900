import type { ExternalSecret } from '../api/index.ts';
import { AppError } from '../runtime/index.ts';

/** Fields that are admitted and that this version does not act on are refused here, never silently ignored. */
export function checkServed(externalSecret: ExternalSecret): void {
  const { spec } = externalSecret;
  if (spec.target.manifest !== undefined) {
    const { apiVersion, kind } = spec.target.manifest;
    throw new AppError(
      'SPEC_INVALID',
      `invalid generic target: spec.target.manifest (${apiVersion} ${kind}) is not served by this version; leave it out to write a Secret`,
    );
  }
}
