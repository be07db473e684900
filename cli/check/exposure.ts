import { ESO_GROUP } from '../../core/api/index.ts';
import { listAt, objectAt } from '../../core/runtime/index.ts';
import type { CrossFinding } from '../finding.ts';
import type { Manifest } from './manifest.ts';

/** A ClusterSecretStore that says nothing of namespaces gives all its secrets to all of them (admission.md 2.1). */
export function exposureFindings({ group, kind, raw }: Manifest): readonly CrossFinding[] {
  if (group !== ESO_GROUP || kind !== 'ClusterSecretStore') {
    return [];
  }
  const spec = objectAt(raw, 'spec');
  return listAt(spec, 'conditions').length > 0
    ? []
    : [
        {
          id: 'SPA-X005',
          severity: 'warning',
          path: 'spec.conditions',
          message:
            'every namespace may use this store and read what it reads; say which in spec.conditions, or govern it by a SecretAccessPolicy',
        },
      ];
}
