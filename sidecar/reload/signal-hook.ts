import type { SignalHookSpec } from '../../core/api/index.ts';
import { AppError } from '../../core/runtime/index.ts';
import type { ReloadHook } from './hook.ts';

/** The processes that can be seen, and signals to them. */
export interface ProcessTable {
  list(): Promise<readonly ProcessEntry[]>;
  /** Throws as process.kill does: `code` EPERM or ESRCH. */
  kill(pid: number, signal: NodeJS.Signals): void;
}

export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
}

function failed(name: string, what: string, cause?: unknown): AppError {
  return new AppError('HOOK_FAILED', `reload hook ${name}: ${what}`, { cause });
}

/** Of processes with that name those that no other of them begot: nginx's master, not its workers. */
function firstOf(processes: readonly ProcessEntry[], name: string): readonly ProcessEntry[] {
  const named = processes.filter((each) => each.name === name);
  const pids = new Set(named.map(({ pid }) => pid));
  return named.filter(({ parent }) => !pids.has(parent));
}

function problemOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EPERM') {
    return "it runs as another user; give the Pod's containers one runAsUser";
  }
  return code === 'ESRCH' ? 'it ended meanwhile' : 'it could not be signalled';
}

/** Signals the application's first process. Succeeds when every process of that name took it. */
export function createSignalHook(spec: SignalHookSpec, processes: ProcessTable): ReloadHook {
  const name = `${spec.signal} ${spec.process}`;

  return {
    name,
    async notify(signal) {
      const found = firstOf(await processes.list(), spec.process);
      signal.throwIfAborted();
      if (found.length === 0) {
        throw failed(
          name,
          `no process "${spec.process}" is in the Pod; is the name right, and does it run?`,
        );
      }
      for (const { pid } of found) {
        try {
          processes.kill(pid, spec.signal);
        } catch (cause) {
          throw failed(name, `process ${pid}: ${problemOf(cause)}`, cause);
        }
      }
    },
  };
}
