import { objectAt } from '../../core/runtime/index.ts';
import type { RawObject } from '../../core/api/index.ts';
import { receivingContainers } from './pod.ts';

/** distroless "nonroot". */
const DEFAULT_USER = 65_532;

/** As whom the sidecar writes, and how wide its files are open (sidecar.md 5.5). */
export interface VolumeAccess {
  readonly runAsUser: number;
  readonly fileMode: number;
  readonly directoryMode: number;
}

function userIn(context: RawObject): number | undefined {
  const user = context['runAsUser'];
  return typeof user === 'number' ? user : undefined;
}

/** The UID that all receiving containers declare; root is nobody's to share under Pod Security `restricted`. */
function sharedUser(pod: RawObject, names: readonly string[]): number | undefined {
  const podUser = userIn(objectAt(objectAt(pod, 'spec'), 'securityContext'));
  const users = receivingContainers(pod, names).map(
    (container) => userIn(objectAt(container, 'securityContext')) ?? podUser,
  );
  const [first] = users;
  return first !== 0 && users.every((user) => user === first) ? first : undefined;
}

/** `names` are the containers that receive; none means all. With an fsGroup, its group reads; with one UID for all, that UID alone; otherwise everyone in the Pod. */
export function decideAccess(pod: RawObject, names: readonly string[]): VolumeAccess {
  const shared = sharedUser(pod, names);
  const runAsUser = shared ?? DEFAULT_USER;
  const { fsGroup } = objectAt(objectAt(pod, 'spec'), 'securityContext');
  if (typeof fsGroup === 'number') {
    return { runAsUser, fileMode: 0o440, directoryMode: 0o750 };
  }
  return shared === undefined
    ? { runAsUser, fileMode: 0o444, directoryMode: 0o755 }
    : { runAsUser, fileMode: 0o400, directoryMode: 0o700 };
}
