import {
  abilityFindings,
  type RawObject,
  type StoreBackend,
  type StoreRef,
} from '../../core/api/index.ts';
import { storeFacts } from '../../core/policy/index.ts';
import { objectAt, textAt } from '../../core/runtime/index.ts';
import type { Inspection } from './check-files.ts';
import { type Manifest, manifestElsewhere } from './manifest.ts';
import type { Validate } from './validation.ts';

function backendAmong(
  all: readonly Manifest[],
  { kind, name }: StoreRef,
  namespace: string,
): StoreBackend | undefined {
  const store = all.find(
    (other) =>
      other.kind === kind &&
      other.name === name &&
      (kind === 'ClusterSecretStore' || other.namespace === namespace),
  );
  return store === undefined ? undefined : storeFacts(store.raw)?.backend;
}

/** What an object asks of a store among the same files that its backend cannot do, as the webhook says it of stores in a cluster. */
export const abilityInspection: Inspection = ({ raw, namespace }, all) =>
  abilityFindings(raw, (ref) => backendAmong(all, ref, namespace));

/** The same over the stores of a cluster. */
export function abilitiesIn(stores: readonly RawObject[]): Validate {
  const all = stores.map(manifestElsewhere);
  return (raw) =>
    abilityFindings(raw, (ref) =>
      backendAmong(all, ref, textAt(objectAt(raw, 'metadata'), 'namespace')),
    );
}
