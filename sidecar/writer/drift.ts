import { type ExternalSecret, targetName } from '../../core/api/index.ts';
import { type ObjectReader, SECRETS } from '../../core/kube/index.ts';
import { type Clock, type Logger, type Random, toAppError } from '../../core/runtime/index.ts';
import { isTargetValid } from '../../core/sync/index.ts';

/** One request a Secret; a watch would need the right to list it. */
const CHECK_MS = 60_000;

export interface DriftCheckDeps {
  readonly api: ObjectReader;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** The ExternalSecrets whose native Secret this sidecar writes. */
  readonly led: () => readonly ExternalSecret[];
  readonly onDrift: (externalSecret: string) => void;
}

/** Has it been written, and does nothing else see to it already? A pass that failed is tried again anyway. */
function isWritten({ status }: ExternalSecret): boolean {
  return (
    status.binding.name !== '' &&
    status.conditions.some(({ type, status: is }) => type === 'Ready' && is === 'True')
  );
}

/** About once a minute, until `signal` aborts: is the native Secret still as the last pass left it? (eso.md 3.2) */
export async function checkDrift(deps: DriftCheckDeps, signal: AbortSignal): Promise<void> {
  const { api, clock, log } = deps;

  async function check(externalSecret: ExternalSecret): Promise<void> {
    const { namespace, name } = externalSecret.metadata;
    const ref = { namespace, name: targetName(externalSecret) };
    try {
      if (!isTargetValid(externalSecret, await api.get(SECRETS, ref, signal))) {
        log.info('native secret was changed; putting it back', { externalSecret: name });
        deps.onDrift(name);
      }
    } catch (cause) {
      const { code, message } = toAppError(cause);
      log.warn('native secret could not be looked at', {
        externalSecret: name,
        code,
        cause: message,
      });
    }
  }

  while (!signal.aborted) {
    await clock.sleep(CHECK_MS * (0.9 + 0.2 * deps.random()), signal);
    for (const externalSecret of deps.led().filter(isWritten)) {
      await check(externalSecret);
    }
  }
}
