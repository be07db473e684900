import {
  type ExternalSecret,
  type ObjectMeta,
  parseExternalSecret,
  type RawObject,
} from '../../core/api/index.ts';
import { EXTERNAL_SECRETS, type ObjectRef } from '../../core/kube/index.ts';
import { usesForeignStore } from '../../core/sync/index.ts';
import { dropSeries, showDuration } from '../metrics.ts';
import { metadataOf, refOfKey } from '../object-key.ts';
import type { Visit } from '../queue.ts';
import type { ReconcilerDeps } from './deps.ts';
import { passExternalSecret, tellFailure } from './pass.ts';
import { releaseExternalSecret } from './release.ts';
import { writeUnreadable } from './report.ts';

/** Brings one ExternalSecret to where it should be, in the order of eso.md 3.1 but that whose it is comes first, and says when to look again. */
export type Reconciler = (key: string, signal: AbortSignal) => Promise<Visit>;

const DONE: Visit = { kind: 'done' };

export function createReconciler(deps: ReconcilerDeps): Reconciler {
  return async (key, signal) => {
    const ref = refOfKey(key);
    const startedMs = deps.clock.monotonicMs();
    const raw = await deps.api.get(EXTERNAL_SECRETS, ref, signal);
    if (raw === undefined) {
      forget(ref, deps);
      return DONE;
    }
    const next = await visit(raw, metadataOf(raw), deps, signal);
    showDuration(deps.metrics.externalSecret, ref, deps.clock.monotonicMs() - startedMs);
    return next;
  };
}

function forget({ namespace, name }: ObjectRef, { metrics }: ReconcilerDeps): void {
  dropSeries(metrics.externalSecret, { namespace, name });
  for (const series of [metrics.lastSync, metrics.syncCalls, metrics.syncErrors]) {
    series.remove({ name, namespace });
  }
}

async function visit(
  raw: RawObject,
  metadata: ObjectMeta,
  deps: ReconcilerDeps,
  signal: AbortSignal,
): Promise<Visit> {
  const parsed = parseExternalSecret(raw);
  if (parsed.ok && (await isForeign(parsed.value, deps, signal))) {
    return DONE;
  }
  if (metadata.deletionTimestamp !== undefined) {
    await releaseExternalSecret(metadata, parsed, deps, signal);
    return DONE;
  }
  if (deps.ending.has(metadata.namespace)) {
    return DONE;
  }
  if (!parsed.ok) {
    await writeUnreadable(raw, metadata, { deps, findings: parsed.findings }, signal);
    return DONE;
  }
  const refusal = deps.gate.refusal(raw);
  return refusal === undefined
    ? passExternalSecret(parsed.value, deps, signal)
    : tellFailure(parsed.value, { deps, error: refusal }, signal);
}

async function isForeign(
  externalSecret: ExternalSecret,
  { catalog, controllerClass }: ReconcilerDeps,
  signal: AbortSignal,
): Promise<boolean> {
  return usesForeignStore(externalSecret, { reader: catalog.reader, controllerClass }, signal);
}
