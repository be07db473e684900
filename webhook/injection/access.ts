import { objectAt } from '../../core/runtime/index.ts';
import type { RawObject } from '../../core/api/index.ts';
import { type Receivers, receivingContainers } from './pod.ts';

/** distroless "nonroot". */
const DEFAULT_USER = 65_532;
const READERS = 0o444;

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
export function sharedUser(pod: RawObject, receivers: Receivers): number | undefined {
  const podUser = userIn(objectAt(objectAt(pod, 'spec'), 'securityContext'));
  const users = receivingContainers(pod, receivers).map(
    (container) => userIn(objectAt(container, 'securityContext')) ?? podUser,
  );
  const [first] = users;
  return first !== 0 && users.every((user) => user === first) ? first : undefined;
}

/** With an fsGroup, its group reads; with one UID for all, that UID alone; otherwise everyone in the Pod. */
function defaultMode(pod: RawObject, shared: number | undefined): number {
  const { fsGroup } = objectAt(objectAt(pod, 'spec'), 'securityContext');
  if (typeof fsGroup === 'number') {
    return 0o440;
  }
  return shared === undefined ? 0o444 : 0o400;
}

/** Whoever reads the files may enter the directory; its owner changes it. */
function directoryModeOf(fileMode: number): number {
  const readers = fileMode & READERS;
  return 0o700 | readers | (readers >> 2);
}

/** `mode` is the one asked for, if any. */
export function decideAccess(
  pod: RawObject,
  receivers: Receivers,
  mode: number | undefined,
): VolumeAccess {
  const shared = sharedUser(pod, receivers);
  const fileMode = mode ?? defaultMode(pod, shared);
  return {
    runAsUser: shared ?? DEFAULT_USER,
    fileMode,
    directoryMode: directoryModeOf(fileMode),
  };
}
