import {
  EXTERNAL_SECRET_FINALIZER,
  type ExternalSecret,
  type ObjectMeta,
  type Parsed,
} from '../../core/api/index.ts';
import { EXTERNAL_SECRETS, type ObjectWriter } from '../../core/kube/index.ts';
import { AppError } from '../../core/runtime/index.ts';
import type { Sink } from '../../core/sync/index.ts';
import { FIELD_MANAGER } from '../status.ts';

export interface ReleaseDeps {
  readonly api: ObjectWriter;
  readonly sink: Sink;
}

async function removeDelivered(
  externalSecret: ExternalSecret,
  sink: Sink,
  signal: AbortSignal,
): Promise<void> {
  const { creationPolicy, deletionPolicy } = externalSecret.spec.target;
  if (creationPolicy !== 'Owner' || deletionPolicy !== 'Delete') {
    return;
  }
  try {
    await sink.remove(externalSecret, signal);
  } catch (error) {
    // What somebody else made stays.
    if (!(error instanceof AppError) || error.code !== 'SINK_CONFLICT') {
      throw error;
    }
  }
}

/**
 * Lets go of an ExternalSecret that is being deleted. Sallyport sets no finalizer, the owner reference takes the Secret
 * along; one that ESO set is honoured: its cleanup is done and it is taken off, or the object would stay for ever (eso.md 3.1).
 */
export async function releaseExternalSecret(
  metadata: ObjectMeta,
  parsed: Parsed<ExternalSecret>,
  deps: ReleaseDeps,
  signal: AbortSignal,
): Promise<void> {
  const { namespace, name, resourceVersion, finalizers } = metadata;
  if (!finalizers.includes(EXTERNAL_SECRET_FINALIZER)) {
    return;
  }
  if (parsed.ok) {
    await removeDelivered(parsed.value, deps.sink, signal);
  }
  const left = finalizers.filter((finalizer) => finalizer !== EXTERNAL_SECRET_FINALIZER);
  await deps.api.patch(
    EXTERNAL_SECRETS,
    { namespace, name },
    { metadata: { resourceVersion, finalizers: left } },
    { type: 'merge', fieldManager: FIELD_MANAGER },
    signal,
  );
}
