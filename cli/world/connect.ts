import { homedir } from 'node:os';
import { delimiter } from 'node:path';
import { createRestApi, type KubernetesApi } from '../../core/kube/index.ts';
import { createLogger, systemRandom } from '../../core/runtime/index.ts';
import type { CommandDeps, CommandOption } from '../command.ts';

/** For the option tables of commands that read a cluster. */
export const CONTEXT_OPTION = {
  value: 'CONTEXT',
  help: 'The context of the kubeconfig (KUBECONFIG or ~/.kube/config); its current one by default',
} as const satisfies CommandOption;

/** The API server of a kubeconfig's context. CONFIG_INVALID and KUBE_FORBIDDEN as loadKubeconfig. */
export async function connectCluster(
  context: string | undefined,
  { environment, clock, writeError }: CommandDeps,
): Promise<KubernetesApi> {
  const { loadKubeconfig } = await import('../../core/kube/kubeconfig/index.ts');
  const connection = await loadKubeconfig({
    path: environment['KUBECONFIG'],
    context,
    homeDirectory: environment['HOME'] ?? homedir(),
    pathSeparator: delimiter,
  });
  const log = createLogger({ level: 'error', clock, write: writeError });
  return createRestApi({ connection, clock, random: systemRandom, log });
}
