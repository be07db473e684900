import { abilityFindings, type RawObject } from '../../core/api/index.ts';
import { objectAt, textAt } from '../../core/runtime/index.ts';
import type { Snapshot } from '../snapshot/index.ts';
import type { Validate } from './handler.ts';

function namespaceOf(object: RawObject): string {
  return textAt(objectAt(object, 'metadata'), 'namespace');
}

/** What an object asks of stores that are there and cannot do it; see abilityFindings of core/api. */
export function createAbilityCheck(snapshot: Pick<Snapshot, 'store'>): Validate {
  return (object) =>
    abilityFindings(object, ({ kind, name }) => {
      const namespace = kind === 'SecretStore' ? namespaceOf(object) : '';
      return snapshot.store({ kind, name, namespace })?.backend;
    });
}
