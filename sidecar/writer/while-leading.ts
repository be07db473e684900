import type { Sink } from '../../core/sync/index.ts';

/** The sink, for as long as this sidecar is the writer; otherwise another one writes and nothing is to be done. */
export function whileLeading(sink: Sink, leads: (externalSecret: string) => boolean): Sink {
  return {
    name: sink.name,
    async write(externalSecret, secret, signal) {
      return leads(externalSecret.metadata.name)
        ? sink.write(externalSecret, secret, signal)
        : { kind: 'unchanged' };
    },
    async remove(externalSecret, signal) {
      if (leads(externalSecret.metadata.name)) {
        await sink.remove(externalSecret, signal);
      }
    },
  };
}
