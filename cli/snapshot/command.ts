import { AppError } from '../../core/runtime/index.ts';
import type { Command } from '../command.ts';
import { defineCommand } from '../define-command.ts';
import { EXIT } from '../exit-code.ts';
import { VERSION } from '../version.ts';
import {
  CONTEXT_OPTION,
  createProgress,
  readCluster,
  WORLD_PARTS,
  type WorldEdge,
} from '../world/index.ts';
import { renderSnapshot } from './render.ts';

/** What snapshot reaches besides the terminal. */
export interface SnapshotEdge extends Pick<WorldEdge, 'connect'> {
  readonly writeFile: (path: string, text: string) => Promise<void>;
}

const OPTIONS = {
  context: CONTEXT_OPTION,
  output: { short: 'o', value: 'FILE', help: 'Where to write it; standard output by default' },
} as const;

async function write(path: string, text: string, edge: SnapshotEdge): Promise<void> {
  try {
    await edge.writeFile(path, text);
  } catch (error) {
    throw new AppError('CONFIG_INVALID', `cannot write ${path}`, { cause: error });
  }
}

/** `sallyport snapshot`. */
export function createSnapshotCommand(edge: SnapshotEdge): Command {
  return defineCommand({
    name: 'snapshot',
    summary: 'Write what verdicts rest on from a cluster to a file, for checks without one',
    synopsis: '[-o FILE] [OPTIONS]',
    description: `Writes the policies, settings, stores, Namespaces (name and labels), the RBAC that speaks of them, ExternalSecrets
and PushSecrets of a cluster to one YAML file, for the --snapshot of check, explain, audit and rbac. Secrets are never
read. What a store itself holds (the fake backend's values, a webhook's headers, text of the shape of a
credential) is written as 'redacted'. The order is always the same, so that two snapshots can be compared.`,
    arguments: {},
    options: OPTIONS,
    examples: [
      'sallyport snapshot -o production.yaml',
      'sallyport check deploy/ --snapshot production.yaml --require-complete',
    ],
    exitCodes:
      '0 written, 2 wrong usage or an unwritable file, 3 the cluster could not be read, 70 a fault of sallyport itself',
    run: async (line, deps) => {
      if (line.positionals.length > 0) {
        return { problem: `unexpected argument '${line.positionals.join(' ')}'` };
      }
      const api = await edge.connect(line.value('context'), deps);
      const progress = createProgress(deps);
      const reading = await readCluster(api, WORLD_PARTS, progress.say, deps.signal);
      const text = renderSnapshot(reading.objects, {
        version: VERSION,
        takenAt: deps.clock.now().toISOString(),
        absentKinds: reading.absentKinds,
      });
      const path = line.value('output');
      if (path === undefined) {
        deps.write(text);
      } else {
        await write(path, text, edge);
      }
      return EXIT.clean;
    },
  });
}
