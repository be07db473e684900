import { createHash } from 'node:crypto';
import { createLeaderElection, type KubernetesApi } from '../../core/kube/index.ts';
import type { Clock, Gauge, Logger, Random } from '../../core/runtime/index.ts';

/** A writer that died is replaced after this long; one that stops gives way at once. Calm, since every Pod asks. */
const LEASE = { leaseDurationMs: 60_000, renewDeadlineMs: 40_000, retryPeriodMs: 15_000 } as const;
const MAX_NAME_LENGTH = 253;

export interface ElectionsDeps {
  readonly api: KubernetesApi;
  readonly namespace: string;
  readonly podName: string;
  readonly externalSecrets: readonly string[];
  /** This sidecar is now the writer of that ExternalSecret. */
  readonly onLead: (externalSecret: string) => void;
  readonly leader: Gauge<'external_secret'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

/** For each ExternalSecret one sidecar among all Pods writes the native Secret and the status. */
export interface Elections {
  leads(externalSecret: string): boolean;
  run(signal: AbortSignal): Promise<void>;
}

/** `sallyport-<name>`; a name that would be too long is told by its hash. */
export function leaseName(externalSecret: string): string {
  const name = `sallyport-${externalSecret}`;
  return name.length <= MAX_NAME_LENGTH
    ? name
    : `sallyport-${createHash('sha256').update(externalSecret).digest('hex')}`;
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => {
      resolve();
    });
    if (signal.aborted) {
      resolve();
    }
  });
}

export function createElections(deps: ElectionsDeps): Elections {
  const leading = new Set<string>();

  async function lead(name: string, signal: AbortSignal): Promise<void> {
    leading.add(name);
    deps.leader.set({ external_secret: name }, 1);
    deps.onLead(name);
    await untilAborted(signal);
    leading.delete(name);
    deps.leader.set({ external_secret: name }, 0);
  }

  return {
    leads: (externalSecret) => leading.has(externalSecret),
    async run(signal) {
      await Promise.all(
        deps.externalSecrets.map(async (name) => {
          deps.leader.set({ external_secret: name }, 0);
          const election = createLeaderElection({
            ...LEASE,
            ...deps,
            lease: { namespace: deps.namespace, name: leaseName(name) },
            identity: deps.podName,
          });
          await election.run(async (until) => lead(name, until), signal);
        }),
      );
    },
  };
}
