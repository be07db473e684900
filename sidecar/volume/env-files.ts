import { join } from 'node:path';
import type { EnvFileVariable } from '../../core/api/index.ts';
import { AppError, type SecretBytes } from '../../core/runtime/index.ts';
import type { SecretData, Sink } from '../../core/sync/index.ts';
import { type FileSystem, ifPresent } from './file-system.ts';

/** The kubelet runs as root and reads them; nobody else mounts the volume. */
const FILE_MODE = 0o400;
/** The kubelet reads no more (KEP-3721). */
const MAX_FILE_BYTES = 64 * 1024;
const QUOTE = 0x27;

export interface EnvFilesSettings {
  readonly directory: string;
  readonly variables: readonly EnvFileVariable[];
}

export interface EnvFilesSink extends Sink {
  /** Writes what no pass made. */
  restore(externalSecret: string, data: SecretData, signal: AbortSignal): Promise<void>;
}

function valueOf(variable: EnvFileVariable, data: SecretData): Uint8Array {
  const { name, key } = variable;
  const bytes: SecretBytes | undefined = data.get(key);
  if (bytes === undefined) {
    throw new AppError(
      'KEY_INVALID',
      `there is no key "${key}", which variable ${name} wants; there are ${[...data.keys()].join(', ')}`,
    );
  }
  const value = bytes.reveal();
  if (value.includes(QUOTE) || value.includes(0)) {
    throw new AppError(
      'KEY_INVALID',
      `key "${key}" has a single quote or a NUL byte, which variable ${name} cannot hold in a file that the kubelet reads; take the variable from the native Secret, or the key as a file`,
    );
  }
  return value;
}

/** `NAME='value'`, taken literally by the kubelet. */
function contentOf(variables: readonly EnvFileVariable[], data: SecretData): Buffer {
  const lines = variables.flatMap((variable) => [
    Buffer.from(`${variable.name}='`),
    valueOf(variable, data),
    Buffer.from("'\n"),
  ]);
  const content = Buffer.concat(lines);
  if (content.byteLength > MAX_FILE_BYTES) {
    throw new AppError('KEY_INVALID', 'the variables are larger than the 64 KiB the kubelet reads');
  }
  return content;
}

/**
 * One file an ExternalSecret, from which the kubelet takes variables when it creates a container. Not announced: a running
 * container keeps the variables it was started with.
 */
export function createEnvFilesSink(settings: EnvFilesSettings, fs: FileSystem): EnvFilesSink {
  const { directory } = settings;

  async function put(name: string, content: Buffer): Promise<void> {
    const path = join(directory, `${name}.env`);
    const present = await ifPresent(fs.readFile(path));
    if (present !== undefined && content.equals(present)) {
      return;
    }
    const tmp = `${path}.tmp`;
    await fs.rm(tmp, { recursive: true, force: true });
    await fs.writeFile(tmp, content, { mode: FILE_MODE, flag: 'wx' });
    await fs.rename(tmp, path);
  }

  async function deliver(name: string, data: SecretData, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const variables = settings.variables.filter(({ externalSecret }) => externalSecret === name);
    if (variables.length > 0) {
      await put(name, contentOf(variables, data));
    }
  }

  return {
    name: 'env-files',
    async write({ metadata }, { data }, signal) {
      await deliver(metadata.name, data, signal);
      return { kind: 'unchanged' };
    },
    restore: deliver,
    async remove() {
      // The kubelet fails a container whose file is gone; what was delivered stays.
    },
  };
}
