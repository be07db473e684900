import { CREATED_BY_LABEL, type ExternalSecret, targetName } from '../../api/index.ts';
import { type ObjectReader, type ObjectWriter, SECRETS } from '../../kube/index.ts';
import type { Logger } from '../../runtime/index.ts';
import { type LiveSecret, toLiveSecret } from './live-secret.ts';
import { createdBy } from './marks.ts';

export type OrphanSearch = 'list' | 'binding';

export interface OrphanSweepDeps {
  readonly api: ObjectReader & ObjectWriter;
  readonly log: Logger;
  readonly orphanSearch: OrphanSearch;
}

/** Takes away Secrets this ExternalSecret made under an earlier target name (eso.md 3.6, creationPolicy Owner). */
export type OrphanSweep = (externalSecret: ExternalSecret, signal: AbortSignal) => Promise<void>;

/**
 * A change of the target's name shows as a binding that names another Secret: the status of a pass is written after the
 * sweep, so a pass that broke off before it leaves the earlier name there. ESO looks after every write, which costs a list
 * of the namespace each time.
 */
function wasRenamed(externalSecret: ExternalSecret): boolean {
  const bound = externalSecret.status.binding.name;
  return (
    externalSecret.spec.target.creationPolicy === 'Owner' &&
    bound !== '' &&
    bound !== targetName(externalSecret)
  );
}

export function createOrphanSweep(deps: OrphanSweepDeps): OrphanSweep {
  const { api, log } = deps;

  async function find(
    externalSecret: ExternalSecret,
    signal: AbortSignal,
  ): Promise<readonly LiveSecret[]> {
    const { namespace } = externalSecret.metadata;
    if (deps.orphanSearch === 'list') {
      const labelSelector = `${CREATED_BY_LABEL}=${createdBy(externalSecret.metadata)}`;
      const options = { namespace, labelSelector, metadataOnly: true };
      return (await api.list(SECRETS, options, signal)).map(toLiveSecret);
    }
    const { name } = externalSecret.status.binding;
    const raw = await api.get(SECRETS, { namespace, name }, signal);
    return raw === undefined ? [] : [toLiveSecret(raw)];
  }

  return async (externalSecret, signal) => {
    if (!wasRenamed(externalSecret)) {
      return;
    }
    const { namespace } = externalSecret.metadata;
    const label = createdBy(externalSecret.metadata);
    for (const live of await find(externalSecret, signal)) {
      if (live.name !== targetName(externalSecret) && live.labels[CREATED_BY_LABEL] === label) {
        await api.delete(SECRETS, { namespace, name: live.name }, { uid: live.uid }, signal);
        log.info('orphaned native secret deleted', { namespace, secret: live.name });
      }
    }
  };
}
