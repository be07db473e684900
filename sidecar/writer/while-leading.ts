import type { Sink } from '../../core/sync/index.ts';

/** A sink of the writer among all sidecars. */
export interface LeadingSink extends Sink {
  /** Did the last write change anything? */
  wrote(externalSecret: string): boolean;
}

/** The sink, for as long as this sidecar is the writer; otherwise another one writes and nothing is to be done. */
export function whileLeading(sink: Sink, leads: (externalSecret: string) => boolean): LeadingSink {
  const written = new Set<string>();

  return {
    name: sink.name,
    wrote: (externalSecret) => written.has(externalSecret),
    async write(externalSecret, secret, signal) {
      const { name } = externalSecret.metadata;
      written.delete(name);
      if (!leads(name)) {
        return { kind: 'unchanged' };
      }
      const outcome = await sink.write(externalSecret, secret, signal);
      if (outcome.kind === 'written') {
        written.add(name);
      }
      return outcome;
    },
    async remove(externalSecret, signal) {
      if (leads(externalSecret.metadata.name)) {
        await sink.remove(externalSecret, signal);
      }
    },
  };
}
