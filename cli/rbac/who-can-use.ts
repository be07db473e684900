import { ESO_GROUP, type StoreKind } from '../../core/api/index.ts';
import type { CommandLine } from '../command-line.ts';
import type { Command, CommandDeps } from '../command.ts';
import { defineCommand, type UsageProblem } from '../define-command.ts';
import { EXIT } from '../exit-code.ts';
import {
  CONTEXT_OPTION,
  loadWorldOrExit,
  parseStoreName,
  WORLD_OPTIONS,
  type WorldEdge,
} from '../world/index.ts';
import { type Grant, grantsOf } from '../world/rbac/index.ts';
import { describeGrants } from './describe-grants.ts';

const OPTIONS = {
  namespace: {
    short: 'n',
    value: 'NAMESPACE',
    help: 'Only rights that hold in this namespace; of a SecretStore, where it is',
  },
  rbac: WORLD_OPTIONS.rbac,
  snapshot: WORLD_OPTIONS.snapshot,
  context: CONTEXT_OPTION,
  output: {
    short: 'o',
    value: 'FORMAT',
    choices: ['human', 'json'],
    help: 'The form of the answer',
  },
} as const;

type Line = CommandLine<keyof typeof OPTIONS>;

const RESOURCES: Readonly<Record<StoreKind, string>> = {
  SecretStore: 'secretstores',
  ClusterSecretStore: 'clustersecretstores',
};

/** Rights in other namespaces say nothing of a SecretStore, nor of the namespace that was asked about. */
function concerns({ namespace }: Grant, wanted: string | undefined): boolean {
  return wanted === undefined || namespace === '' || namespace === wanted;
}

async function answer(
  line: Line,
  edge: WorldEdge,
  deps: CommandDeps,
): Promise<number | UsageProblem> {
  const [text = '', ...more] = line.positionals;
  const store = parseStoreName(text);
  if (store === undefined || more.length > 0) {
    return { problem: 'name one store: NAME of a ClusterSecretStore, or SecretStore/NAME' };
  }
  const namespace = line.value('namespace');
  if (store.kind === 'SecretStore' && namespace === undefined) {
    return { problem: 'say with -n in which namespace the SecretStore is' };
  }
  const paths = { rbac: line.values('rbac'), snapshot: line.values('snapshot') };
  const world = await loadWorldOrExit(
    'rbac who-can-use',
    { paths, context: line.value('context'), parts: ['rbac'] },
    edge,
    deps,
  );
  if (typeof world === 'number') {
    return world;
  }
  const right = {
    verb: 'use',
    group: ESO_GROUP,
    resource: RESOURCES[store.kind],
    name: store.name,
  };
  const grants = grantsOf(world.rbac, right).filter((grant) => concerns(grant, namespace));
  deps.write(
    line.value('output') === 'json'
      ? `${JSON.stringify(grants, null, 2)}\n`
      : describeGrants(grants, `${store.kind} ${store.name}`, deps.style),
  );
  return EXIT.clean;
}

/** `sallyport rbac who-can-use`. */
export function createWhoCanUseCommand(edge: WorldEdge): Command {
  return defineCommand({
    name: 'rbac who-can-use',
    summary: 'Say who has the right to use a store',
    synopsis: 'STORE [-n NAMESPACE] [OPTIONS]',
    description: `Says whom RBAC gives the verb 'use' on a store: what a SecretAccessPolicy with actor.requireUse asks for. Right
by a RoleBinding holds for ExternalSecrets of its namespace, by a ClusterRoleBinding for those of all. Other
authorizers of a cluster (a webhook, the node authorizer) are not seen; whoever is in system:masters may use
every store.`,
    arguments: { STORE: 'NAME of a ClusterSecretStore, or SecretStore/NAME with -n' },
    options: OPTIONS,
    examples: [
      'sallyport rbac who-can-use vault-prod',
      'sallyport rbac who-can-use SecretStore/vault -n team-a',
      'sallyport rbac who-can-use vault-prod --rbac deploy/rbac -o json',
    ],
    exitCodes:
      '0 answered (also when nobody can), 2 wrong usage, 3 a file or the cluster could not be read, 70 a fault of sallyport itself',
    run: async (line, deps) => answer(line, edge, deps),
  });
}
