import type { Command, CommandDeps } from '../../cli/command.ts';
import type { FileReader } from '../../cli/files/index.ts';
import { createStyle } from '../../cli/style.ts';
import { systemClock } from '../../core/runtime/index.ts';

/** A tree of files by their paths; a directory is what paths begin with. */
export function treeOf(
  tree: Readonly<Record<string, string | Uint8Array>>,
  standardInput = '',
): FileReader {
  const fault = (path: string): Error =>
    Object.assign(new Error(`ENOENT ${path}`), { code: 'ENOENT' });
  return {
    read: async (path) => {
      const content = tree[path];
      if (content === undefined) {
        throw fault(path);
      }
      return Buffer.from(content);
    },
    list: async (path) => {
      const prefix = `${path.replace(/\/+$/, '')}/`;
      const below = Object.keys(tree).filter((name) => name.startsWith(prefix));
      if (below.length === 0 && tree[path] === undefined) {
        throw fault(path);
      }
      const names = below.map((name) => name.slice(prefix.length).split('/')[0] ?? '');
      return below.length === 0 ? undefined : [...new Set(names)];
    },
    readStandardInput: async () => Buffer.from(standardInput),
  };
}

export interface CommandOutcome {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs a command as a terminal without colour would see it. */
export async function runCommand(
  command: Command,
  args: readonly string[],
  deps: Partial<CommandDeps> = {},
): Promise<CommandOutcome> {
  let output = '';
  let errors = '';
  const code = await command.run(args, {
    write: (text) => void (output += text),
    writeError: (text) => void (errors += text),
    style: createStyle(false, undefined),
    environment: {},
    clock: systemClock,
    signal: new AbortController().signal,
    ...deps,
  });
  return { code, output, errors };
}
