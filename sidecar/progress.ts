import type { AppError } from '../core/runtime/index.ts';

export interface ProgressDeps {
  readonly names: readonly string[];
  readonly isDelivered: (name: string) => boolean;
}

/** How far the deliveries are, for probes and for the last words of a process that failed. */
export interface Progress {
  failed(name: string, error: AppError): void;
  succeeded(name: string): void;
  /** What keeps the Pod from starting, one line an ExternalSecret; undefined when all have a first generation. */
  missing(): string | undefined;
  /** Faults that stand, one line each; undefined when there are none. */
  faults(): string | undefined;
}

export function createProgress(deps: ProgressDeps): Progress {
  const errors = new Map<string, AppError>();

  function describe(name: string): string {
    const error = errors.get(name);
    const reason = error === undefined ? 'first pass under way' : `${error.code}: ${error.message}`;
    return `ExternalSecret "${name}": ${reason}`;
  }

  function lines(names: readonly string[]): string | undefined {
    return names.length === 0 ? undefined : names.map(describe).join('\n');
  }

  return {
    failed: (name, error) => void errors.set(name, error),
    succeeded: (name) => void errors.delete(name),
    missing: () => lines(deps.names.filter((name) => !deps.isDelivered(name))),
    faults: () => lines(deps.names.filter((name) => errors.has(name))),
  };
}
