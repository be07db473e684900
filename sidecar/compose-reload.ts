import type { ReloadHookSpec, SidecarSpec } from '../core/api/index.ts';
import { type AppError, faultFields } from '../core/runtime/index.ts';
import type { Parts } from './compose-parts.ts';
import {
  createHttpHook,
  createReloadQueue,
  createSignalHook,
  createVerification,
  type ProcessTable,
  type ReloadQueue,
} from './reload/index.ts';

function createHook(
  spec: ReloadHookSpec,
  processes: ProcessTable,
): ReturnType<typeof createHttpHook> {
  return spec.kind === 'http' ? createHttpHook(spec) : createSignalHook(spec, processes);
}

function verificationOf(
  { verify }: SidecarSpec,
  { deps, volume }: Parts,
): ReturnType<typeof createVerification> | undefined {
  return verify === undefined
    ? undefined
    : createVerification(verify, {
        readFile: async (path) => deps.fs.readFile(path),
        generation: (name) => volume.generation(name),
        clock: deps.clock,
      });
}

/** What the application is told by, and who is told how it went. */
export function composeReloads(parts: Parts): ReloadQueue {
  const { config, deps, metrics, volume, pod } = parts;
  const { spec } = config;

  function onResult(hook: string, error: AppError | undefined): void {
    metrics.reloads.increment({ hook, result: error === undefined ? 'ok' : 'failed' });
    pod.reloaded(error);
    if (error === undefined) {
      deps.log.info('application told to reload', { hook });
      return;
    }
    deps.log.warn('application did not take the change; trying again', {
      hook,
      ...faultFields(error),
    });
    pod.tell({ type: 'Warning', reason: 'ReloadFailed', message: error.message });
  }

  async function rollBack(
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    const restored: string[] = [];
    for (const name of names) {
      if (await volume.rollBack(name, signal)) {
        restored.push(name);
        metrics.rollbacks.increment({ external_secret: name });
        deps.log.warn('previous files put back', { externalSecret: name });
        const message = `ExternalSecret "${name}": the application did not take the new files, so the previous ones were put back until the backend has others`;
        pod.tell({ type: 'Warning', reason: 'RolledBack', message });
      }
    }
    return restored;
  }

  const verification = verificationOf(spec, parts);
  return createReloadQueue({
    hooks: spec.reload.map((hook) => createHook(hook, deps.processes)),
    ...(verification === undefined ? {} : { verification }),
    ...(spec.rollback ? { rollBack } : {}),
    onResult,
    clock: deps.clock,
    random: deps.random,
  });
}
