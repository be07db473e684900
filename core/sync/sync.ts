import type { ExternalSecret } from '../api/index.ts';
import type { ObjectReader } from '../kube/index.ts';
import type { RenderedSecret, Sink, SyncOutcome, WriteOutcome } from './contract.ts';
import { type Fetched, fetchEntries } from './fetch.ts';
import { createReads, type ReadsDeps } from './reads.ts';
import { checkServed } from './served.ts';
import { renderSecret } from './template/render.ts';

export interface SyncDeps extends ReadsDeps {
  /** For templateFrom's ConfigMaps and Secrets. */
  readonly reader: ObjectReader;
  /** Written in order. If a later one fails the pass fails; the next pass rewrites only what differs. */
  readonly sinks: readonly Sink[];
}

/** One pass for one ExternalSecret: resolve, fetch, transform, render, write. A failed pass is a thrown AppError. */
export interface Sync {
  sync(externalSecret: ExternalSecret, signal: AbortSignal): Promise<SyncOutcome>;
}

export function createSync(deps: SyncDeps): Sync {
  return {
    async sync(externalSecret, signal) {
      checkServed(externalSecret);
      const reads = createReads(deps, externalSecret.metadata.namespace, signal);
      const fetched = await fetchEntries(externalSecret, reads);
      if (isNothingLeft(externalSecret, fetched)) {
        return settleNothing(externalSecret, deps.sinks, signal);
      }
      const scope = { namespace: externalSecret.metadata.namespace, reader: deps.reader };
      const secret = await renderSecret(externalSecret, fetched, scope, signal);
      return writeAll(externalSecret, secret, deps.sinks, signal);
    },
  };
}

/** Under deletionPolicy Merge an empty answer goes on: keys are removed and what templates give is written (eso.md 3.5). */
function isNothingLeft(externalSecret: ExternalSecret, fetched: Fetched): boolean {
  return fetched.data.size === 0 && externalSecret.spec.target.deletionPolicy !== 'Merge';
}

async function settleNothing(
  externalSecret: ExternalSecret,
  sinks: readonly Sink[],
  signal: AbortSignal,
): Promise<SyncOutcome> {
  if (externalSecret.spec.target.deletionPolicy !== 'Delete') {
    return { kind: 'retained' };
  }
  for (const sink of sinks) {
    await sink.remove(externalSecret, signal);
  }
  return { kind: 'deleted' };
}

async function writeAll(
  externalSecret: ExternalSecret,
  secret: RenderedSecret,
  sinks: readonly Sink[],
  signal: AbortSignal,
): Promise<SyncOutcome> {
  const outcomes: WriteOutcome['kind'][] = [];
  for (const sink of sinks) {
    outcomes.push((await sink.write(externalSecret, secret, signal)).kind);
  }
  if (outcomes.includes('target-missing')) {
    return { kind: 'target-missing' };
  }
  return { kind: 'synced', changed: outcomes.includes('written'), secret };
}
