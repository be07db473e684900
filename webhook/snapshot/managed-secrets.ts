import type { RawObject } from '../../core/api/index.ts';
import { EXTERNAL_SECRETS } from '../../core/kube/index.ts';
import type { Lookup } from '../../core/policy/index.ts';
import { objectAt, textAt } from '../../core/runtime/index.ts';
import { createFollower, type FollowDeps, type Subject } from './follow.ts';

/** Which ExternalSecret manages a Secret, by what the ExternalSecrets say of their targets. */
interface Managers extends Pick<Subject, 'put' | 'gone'> {
  /** The name of the ExternalSecret; the first by name where several write one Secret. */
  managerOf(namespace: string, secret: string): string | undefined;
}

interface Managed {
  readonly key: string;
  readonly name: string;
}

/** '' when it writes no Secret. */
function targetOf(object: RawObject): string {
  const target = objectAt(objectAt(object, 'spec'), 'target');
  const isNone = textAt(target, 'creationPolicy') === 'None' || 'manifest' in target;
  return isNone ? '' : textAt(target, 'name') || textAt(objectAt(object, 'metadata'), 'name');
}

function managedBy(object: RawObject): Managed | undefined {
  const metadata = objectAt(object, 'metadata');
  const secret = targetOf(object);
  return secret === ''
    ? undefined
    : { key: `${textAt(metadata, 'namespace')}/${secret}`, name: textAt(metadata, 'name') };
}

function createManagers(): Managers {
  const targets = new Map<string, Managed>();
  const managers = new Map<string, readonly string[]>();

  function drop(key: string): void {
    const old = targets.get(key);
    if (old === undefined) {
      return;
    }
    targets.delete(key);
    const rest = (managers.get(old.key) ?? []).filter((name) => name !== old.name);
    if (rest.length === 0) {
      managers.delete(old.key);
    } else {
      managers.set(old.key, rest);
    }
  }

  return {
    put(key, object) {
      drop(key);
      const managed = managedBy(object);
      if (managed !== undefined) {
        targets.set(key, managed);
        const names = [...(managers.get(managed.key) ?? []), managed.name];
        managers.set(managed.key, names.toSorted());
      }
    },
    gone: drop,
    managerOf: (namespace, secret) => managers.get(`${namespace}/${secret}`)?.[0],
  };
}

/** The Secrets that ExternalSecrets manage, followed from the moment somebody needs to know. */
export interface ManagedSecrets {
  /** Begins to follow, once; of a large cluster they are many. */
  need(): void;
  start(signal: AbortSignal): void;
  /** Undefined when nobody needs them or they are listed; otherwise what is missing. */
  readonly problem: () => string | undefined;
  /** The ExternalSecret that manages a Secret; unknown until all are listed. */
  readonly managedSecret: (namespace: string, name: string) => Lookup<string>;
  ended(): Promise<void>;
}

export function createManagedSecrets(deps: FollowDeps): ManagedSecrets {
  const managers = createManagers();
  const follower = createFollower(
    { resource: EXTERNAL_SECRETS, options: {}, mayLack: false, ...managers },
    deps,
  );
  let life: AbortSignal | undefined;
  let running: Promise<void> | undefined;
  let isNeeded = false;

  function begin(): void {
    if (isNeeded && life !== undefined) {
      running ??= follower.run(life);
    }
  }

  return {
    need() {
      isNeeded = true;
      begin();
    },
    start(signal) {
      life = signal;
      begin();
    },
    problem: () => (isNeeded ? follower.problem() : undefined),
    managedSecret(namespace, name) {
      if (!isNeeded || follower.problem() !== undefined) {
        return { state: 'unknown' };
      }
      const manager = managers.managerOf(namespace, name);
      return manager === undefined ? { state: 'absent' } : { state: 'known', value: manager };
    },
    async ended() {
      await running;
    },
  };
}
