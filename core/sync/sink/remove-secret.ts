import { CREATED_BY_LABEL, type ExternalSecret, targetName } from '../../api/index.ts';
import { type ObjectReader, type ObjectWriter, SECRETS } from '../../kube/index.ts';
import { AppError, type Logger } from '../../runtime/index.ts';
import { type LiveSecret, toLiveSecret } from './live-secret.ts';
import { createdBy } from './marks.ts';
import { isOwnedBy } from './ownership.ts';

export interface RemoveSecretDeps {
  readonly api: ObjectReader & ObjectWriter;
  readonly log: Logger;
}

function refuse(problem: string): never {
  throw new AppError('SINK_CONFLICT', `could not delete secret: ${problem}`);
}

function wasMadeBy(externalSecret: ExternalSecret, live: LiveSecret): boolean {
  return (
    isOwnedBy(live, externalSecret) ||
    live.labels[CREATED_BY_LABEL] === createdBy(externalSecret.metadata)
  );
}

/**
 * Deletes the target Secret for deletionPolicy Delete (eso.md 3.5). SINK_CONFLICT under any creationPolicy but Owner, and,
 * stricter than ESO, for a Secret this ExternalSecret did not make.
 */
export async function removeSecret(
  externalSecret: ExternalSecret,
  deps: RemoveSecretDeps,
  signal: AbortSignal,
): Promise<void> {
  const ref = { namespace: externalSecret.metadata.namespace, name: targetName(externalSecret) };
  const { creationPolicy } = externalSecret.spec.target;
  if (creationPolicy !== 'Owner') {
    refuse(`unable to delete secret ${ref.name}: creationPolicy=${creationPolicy} is not Owner`);
  }
  const raw = await deps.api.get(SECRETS, ref, signal);
  if (raw === undefined) {
    return;
  }
  const live = toLiveSecret(raw);
  if (!wasMadeBy(externalSecret, live)) {
    refuse(`Secret ${JSON.stringify(ref.name)} was not made by this ExternalSecret`);
  }
  await deps.api.delete(SECRETS, ref, { uid: live.uid }, signal);
  deps.log.info('native secret deleted', { namespace: ref.namespace, secret: ref.name });
}
