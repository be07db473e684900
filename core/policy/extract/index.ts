import type { RawObject } from '../../api/index.ts';
import { objectAt } from '../../runtime/index.ts';
import type { Extraction } from '../contract.ts';
import { createDraft } from './draft.ts';
import { extractExternalSecret } from './external-secret.ts';
import { extractPushSecret } from './push-secret.ts';

/**
 * Every store, key and generator that an object names (admission.md 2.2), with the field that names it. Total: what cannot be
 * read is an unknown source. Stores name none; undefined for a kind that is not ours to judge.
 */
export function extract(object: RawObject): Extraction | undefined {
  const draft = createDraft();
  const spec = objectAt(object, 'spec');
  switch (object['kind']) {
    case 'ExternalSecret':
      extractExternalSecret(draft, spec, 'spec');
      return draft;
    case 'ClusterExternalSecret':
      extractExternalSecret(draft, objectAt(spec, 'externalSecretSpec'), 'spec.externalSecretSpec');
      return draft;
    case 'PushSecret':
      extractPushSecret(draft, spec, 'spec');
      return draft;
    case 'ClusterPushSecret':
      extractPushSecret(draft, objectAt(spec, 'pushSecretSpec'), 'spec.pushSecretSpec');
      return draft;
    case 'SecretStore':
    case 'ClusterSecretStore':
      return draft;
    default:
      return undefined;
  }
}
