import { join } from 'node:path';
import type { ExternalSecret } from '../../core/api/index.ts';
import type { Sink } from '../../core/sync/index.ts';
import { type AtomicWriter, type AtomicWriterDeps, createAtomicWriter } from './atomic-writer.ts';
import { currentGeneration } from './generation.ts';

export interface VolumeSettings {
  /** The volume's directory; each ExternalSecret gets a subdirectory of its name, nothing lies at the top (sidecar.md 5.5). */
  readonly directory: string;
  readonly fileMode: number;
  readonly directoryMode: number;
}

/** Files in the Pod's volume. */
export interface VolumeSink extends Sink {
  /** Learns what is committed already, as after a restart of the container. */
  open(externalSecrets: readonly string[]): Promise<void>;
  /** The committed generation of an ExternalSecret; undefined before its first. */
  generation(externalSecret: string): string | undefined;
}

export function createVolumeSink(settings: VolumeSettings, deps: AtomicWriterDeps): VolumeSink {
  const writers = new Map<string, AtomicWriter>();
  const committed = new Map<string, string>();

  function writerFor(name: string): AtomicWriter {
    const writer =
      writers.get(name) ?? createAtomicWriter(join(settings.directory, name), settings, deps);
    writers.set(name, writer);
    return writer;
  }

  /** What `..data` says, also where a write failed after its commit. */
  async function learn(name: string): Promise<void> {
    const generation = await currentGeneration(deps.fs, join(settings.directory, name));
    if (generation !== undefined) {
      committed.set(name, generation);
    }
  }

  async function write(
    name: string,
    data: Parameters<AtomicWriter['write']>[0],
    signal: AbortSignal,
  ): Promise<boolean> {
    signal.throwIfAborted();
    try {
      return (await writerFor(name).write(data)).changed;
    } finally {
      await learn(name);
    }
  }

  return {
    name: 'volume',
    async open(externalSecrets) {
      for (const name of externalSecrets) {
        await learn(name);
      }
    },
    generation: (externalSecret) => committed.get(externalSecret),
    async write(externalSecret, secret, signal) {
      const changed = await write(externalSecret.metadata.name, secret.data, signal);
      return { kind: changed ? 'written' : 'unchanged' };
    },
    async remove(externalSecret: ExternalSecret, signal) {
      await write(externalSecret.metadata.name, new Map(), signal);
    },
  };
}
