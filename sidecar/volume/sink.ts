import { join } from 'node:path';
import type { FileFormat } from '../../core/api/index.ts';
import type { SecretData, Sink } from '../../core/sync/index.ts';
import { createAtomicWriter } from './atomic-writer.ts';
import type { AtomicWriterDeps, FileSetWriter } from './file-set.ts';
import { createFlatWriter } from './flat-writer.ts';
import { formatFiles } from './format.ts';

export interface VolumeSettings {
  /** The volume's directory; each ExternalSecret gets a subdirectory of its name, nothing lies at the top (sidecar.md 5.5). */
  readonly directory: string;
  readonly fileMode: number;
  readonly directoryMode: number;
  readonly layout: 'atomic' | 'flat';
  readonly formats: readonly FileFormat[];
  /** Remember the previous generation, in memory, so that it can be put back. */
  readonly rollback: boolean;
}

/** Files in the Pod's volume. */
export interface VolumeSink extends Sink {
  /** Learns what is committed already, as after a restart of the container. */
  open(externalSecrets: readonly string[]): Promise<void>;
  /** The committed generation of an ExternalSecret; undefined before its first. */
  generation(externalSecret: string): string | undefined;
  /** Writes a first generation that no pass made. */
  restore(externalSecret: string, data: SecretData, signal: AbortSignal): Promise<void>;
  /**
   * Puts the previous generation back, and leaves it until the backend has something else than what was rejected. False when
   * none is remembered.
   */
  rollBack(externalSecret: string, signal: AbortSignal): Promise<boolean>;
}

/** What is known of one ExternalSecret's files. */
interface Shelf {
  readonly writer: FileSetWriter;
  generation: string | undefined;
  digest: string | undefined;
  latest: SecretData | undefined;
  previous: SecretData | undefined;
  /** Digest of what the application would not take. */
  rejected: string | undefined;
  /** The write under way; one at a time. */
  turn: Promise<unknown>;
}

function createShelf(directory: string, settings: VolumeSettings, deps: AtomicWriterDeps): Shelf {
  const create = settings.layout === 'flat' ? createFlatWriter : createAtomicWriter;
  return {
    writer: create(directory, settings, deps),
    generation: undefined,
    digest: undefined,
    latest: undefined,
    previous: undefined,
    rejected: undefined,
    turn: Promise.resolve(),
  };
}

/** What the file system says, also where a write failed after its commit. */
async function learn(shelf: Shelf): Promise<void> {
  shelf.generation = (await shelf.writer.current()) ?? shelf.generation;
}

async function inTurn<Result>(shelf: Shelf, work: () => Promise<Result>): Promise<Result> {
  const result = shelf.turn.then(work);
  shelf.turn = result.catch(() => undefined);
  return result;
}

async function commit(
  shelf: Shelf,
  files: SecretData,
  remembers: boolean,
  signal: AbortSignal,
): Promise<boolean> {
  signal.throwIfAborted();
  try {
    const { changed } = await shelf.writer.write(files);
    if (changed && remembers) {
      shelf.previous = shelf.latest;
      shelf.latest = files;
    }
    return changed;
  } finally {
    await learn(shelf);
  }
}

export function createVolumeSink(settings: VolumeSettings, deps: AtomicWriterDeps): VolumeSink {
  const shelves = new Map<string, Shelf>();
  const { rollback, formats } = settings;

  function shelfOf(name: string): Shelf {
    const shelf = shelves.get(name) ?? createShelf(join(settings.directory, name), settings, deps);
    shelves.set(name, shelf);
    return shelf;
  }

  return {
    name: 'volume',
    async open(externalSecrets) {
      for (const name of externalSecrets) {
        const shelf = shelfOf(name);
        await learn(shelf);
        shelf.latest = rollback ? (await shelf.writer.read())?.data : undefined;
      }
    },
    generation: (externalSecret) => shelves.get(externalSecret)?.generation,
    async write(externalSecret, secret, signal) {
      const shelf = shelfOf(externalSecret.metadata.name);
      if (shelf.rejected === secret.digest) {
        return { kind: 'unchanged' };
      }
      const files = formatFiles(secret.data, formats);
      const changed = await inTurn(shelf, async () => commit(shelf, files, rollback, signal));
      shelf.digest = secret.digest;
      shelf.rejected = undefined;
      return { kind: changed ? 'written' : 'unchanged' };
    },
    async remove({ metadata }, signal) {
      const shelf = shelfOf(metadata.name);
      await inTurn(shelf, async () => commit(shelf, new Map(), rollback, signal));
    },
    async restore(externalSecret, data, signal) {
      const shelf = shelfOf(externalSecret);
      const files = formatFiles(data, formats);
      await inTurn(shelf, async () => commit(shelf, files, rollback, signal));
    },
    async rollBack(externalSecret, signal) {
      const shelf = shelfOf(externalSecret);
      return inTurn(shelf, async () => {
        const { previous, digest } = shelf;
        if (previous === undefined) {
          return false;
        }
        await commit(shelf, previous, rollback, signal);
        shelf.previous = undefined;
        shelf.rejected = digest;
        return true;
      });
    },
  };
}
