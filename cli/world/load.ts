import type { KubernetesApi } from '../../core/kube/index.ts';
import type { CommandDeps } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import type { FileReader } from '../files/index.ts';
import { readCluster } from './cluster.ts';
import type { WorldPart } from './kinds.ts';
import type { WorldObjects } from './objects.ts';
import { createProgress } from './progress.ts';
import {
  type FileReading,
  namesWorldFiles,
  readWorldFiles,
  type WorldPaths,
} from './read-files.ts';

/** How a command reaches files and clusters. */
export interface WorldEdge {
  readonly files: FileReader;
  readonly connect: (context: string | undefined, deps: CommandDeps) => Promise<KubernetesApi>;
}

export interface WorldSource {
  readonly paths: WorldPaths;
  /** Of the kubeconfig; read only when no file is named. */
  readonly context: string | undefined;
  readonly parts: readonly WorldPart[];
}

/** What a verdict rests on: of the files that are named, or else of the cluster. KUBE_ codes for a cluster that cannot be read. */
export async function loadWorld(
  { paths, context, parts }: WorldSource,
  edge: WorldEdge,
  deps: CommandDeps,
): Promise<FileReading> {
  if (namesWorldFiles(paths)) {
    return readWorldFiles(paths, edge.files);
  }
  const api = await edge.connect(context, deps);
  const progress = createProgress(deps);
  const { objects } = await readCluster(api, parts, progress.say, deps.signal);
  return { objects, unreadable: [] };
}

/** As loadWorld; what cannot be read is said, and the command's exit code stands for the objects. */
export async function loadWorldOrExit(
  name: string,
  source: WorldSource,
  edge: WorldEdge,
  deps: CommandDeps,
): Promise<WorldObjects | number> {
  const { objects, unreadable } = await loadWorld(source, edge, deps);
  for (const reason of unreadable) {
    deps.writeError(`sallyport ${name}: ${reason}\n`);
  }
  return unreadable.length > 0 ? EXIT.unreadable : objects;
}
