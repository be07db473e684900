import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RawObject } from '../../core/api/index.ts';
import {
  type KubernetesApi,
  type ObjectRef,
  PODS,
  readNativeSecret,
  type Resource,
} from '../../core/kube/index.ts';
import { AppError, objectAt, objectsAt, textAt } from '../../core/runtime/index.ts';
import type { CommandDeps } from '../command.ts';
import type { Parts } from './parts.ts';
import type { Report } from './report.ts';

const POLL_MS = 20;

/** Nobody wonders about a shorter silence. */
const SILENCE_MS = 2000;

export interface Waiting {
  readonly deps: Pick<CommandDeps, 'clock' | 'signal'>;
  readonly parts: Parts;
  readonly report: Pick<Report, 'line'>;
}

/**
 * Asks until the answer is there. After two seconds it says what it waits for; when patience ends it fails with that, and
 * with what `explain` adds.
 */
export async function waitFor<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined>,
  { deps, parts, report }: Waiting,
  explain: () => string = () => '',
): Promise<Answer> {
  const { clock, signal } = deps;
  const started = clock.monotonicMs();
  let isSaid = false;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) {
      return answer;
    }
    const waitedMs = clock.monotonicMs() - started;
    if (waitedMs > parts.patienceMs) {
      throw new AppError('TIMEOUT', `waited ${parts.patienceMs / 1000} s for ${what}${explain()}`);
    }
    if (waitedMs > SILENCE_MS && !isSaid) {
      isSaid = true;
      report.line(`… waiting for ${what}${explain()}`);
    }
    await clock.sleep(POLL_MS, signal);
  }
}

/** Names, sizes and modes of delivered files; never what is in them. */
export async function describeFiles(
  directory: string,
  shownAs: string,
): Promise<readonly string[]> {
  const names = (await readdir(directory)).filter((name) => !name.startsWith('..')).toSorted();
  const width = Math.max(...names.map((name) => name.length), 0);
  return Promise.all(
    names.map(async (name) => {
      const { size, mode } = await stat(join(directory, name));
      const octal = (mode & 0o777).toString(8).padStart(4, '0');
      return `${shownAs}/${name.padEnd(width)}  ${octal}  ${String(size).padStart(4)} bytes`;
    }),
  );
}

/** Which generation of files is the current one. */
export async function currentGeneration(directory: string): Promise<number> {
  const { ino, mtimeMs } = await lstat(join(directory, '..data'));
  return ino + mtimeMs;
}

/** What an object's Ready condition says; undefined before it has one. */
export async function readyReason(
  api: KubernetesApi,
  resource: Resource,
  ref: ObjectRef,
  signal: AbortSignal,
): Promise<{ readonly ready: boolean; readonly text: string } | undefined> {
  const object = (await api.get(resource, ref, signal)) ?? {};
  const condition = objectsAt(objectAt(object, 'status'), 'conditions').find(
    ({ type }) => type === 'Ready',
  );
  return condition === undefined
    ? undefined
    : {
        ready: condition['status'] === 'True',
        text: `${textAt(condition, 'reason')}: ${textAt(condition, 'message')}`,
      };
}

export async function describeNativeSecret(
  api: KubernetesApi,
  ref: ObjectRef,
  signal: AbortSignal,
): Promise<string | undefined> {
  const secret = await readNativeSecret(api, ref, signal);
  return secret === undefined
    ? undefined
    : `Secret ${ref.namespace}/${ref.name} (${secret.type}): keys ${[...secret.data.keys()].toSorted().join(', ')}`;
}

/** The stored Pods that were given a sidecar. */
export async function injectedPods(
  api: KubernetesApi,
  signal: AbortSignal,
): Promise<readonly RawObject[]> {
  const pods = await api.list(PODS, {}, signal);
  return pods.filter(
    (pod) =>
      textAt(objectAt(objectAt(pod, 'metadata'), 'annotations'), 'sallyport.dev/status') !== '',
  );
}
