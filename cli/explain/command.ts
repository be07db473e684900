import type { AccessVerb } from '../../core/api/index.ts';
import type { CommandLine } from '../command-line.ts';
import type { Command, CommandDeps } from '../command.ts';
import { defineCommand, type UsageProblem } from '../define-command.ts';
import { EXIT } from '../exit-code.ts';
import {
  actorNamed,
  completenessOf,
  CONTEXT_OPTION,
  loadWorldOrExit,
  parseStoreName,
  WORLD_OPTIONS,
  type WorldEdge,
  worldPathsOf,
} from '../world/index.ts';
import { describeExplanation } from './describe.ts';
import { explain, type ExplainQuestion } from './explain.ts';

const OPTIONS = {
  verb: {
    value: 'VERB',
    choices: ['read', 'find', 'push'],
    help: 'What is to be done with the key (default read)',
  },
  as: { value: 'USER', help: 'Who would apply it, as kubectl names them' },
  'as-group': { value: 'GROUP', repeatable: true, help: 'A group of that user' },
  ...WORLD_OPTIONS,
  context: CONTEXT_OPTION,
  output: {
    short: 'o',
    value: 'FORMAT',
    choices: ['human', 'json'],
    help: 'The form of the answer',
  },
} as const;

type Line = CommandLine<keyof typeof OPTIONS>;

function verbOf(text: string | undefined): AccessVerb {
  return text === 'find' || text === 'push' ? text : 'read';
}

function questionOf(line: Line): ExplainQuestion | UsageProblem {
  const [namespace, storeText, key, ...more] = line.positionals;
  if (namespace === undefined || storeText === undefined || key === undefined || more.length > 0) {
    return { problem: 'name a namespace, a store and a key' };
  }
  const store = parseStoreName(storeText);
  return store === undefined
    ? { problem: `'${storeText}' is no store: NAME of a ClusterSecretStore, or SecretStore/NAME` }
    : {
        namespace,
        key,
        store: { ...store, namespace: store.kind === 'SecretStore' ? namespace : '' },
        verb: verbOf(line.value('verb')),
        actor: actorNamed(line.value('as'), line.values('as-group')),
      };
}

async function answer(
  line: Line,
  edge: WorldEdge,
  deps: CommandDeps,
): Promise<number | UsageProblem> {
  const question = questionOf(line);
  if ('problem' in question) {
    return question;
  }
  const paths = worldPathsOf(line);
  const objects = await loadWorldOrExit(
    'explain',
    {
      paths,
      context: line.value('context'),
      parts: ['policies', 'configs', 'stores', 'namespaces', 'rbac'],
    },
    edge,
    deps,
  );
  if (typeof objects === 'number') {
    return objects;
  }
  const explanation = explain(question, objects, completenessOf(paths));
  deps.write(
    line.value('output') === 'json'
      ? `${JSON.stringify(explanation, null, 2)}\n`
      : describeExplanation(explanation, deps.style),
  );
  return explanation.allowed ? EXIT.clean : EXIT.findings;
}

/** `sallyport explain`. */
export function createExplainCommand(edge: WorldEdge): Command {
  return defineCommand({
    name: 'explain',
    summary: 'Say why a namespace may, or may not, have a key of a store',
    synopsis: 'NAMESPACE STORE KEY [OPTIONS]',
    description: `Prints how policies come to their verdict: what the store's backend makes of the key, which policies govern the
store, and what each of their rules says. Reads the cluster of the kubeconfig, or the files that are named.`,
    arguments: {
      NAMESPACE: 'Where the ExternalSecret would be',
      STORE: 'NAME of a ClusterSecretStore, or SecretStore/NAME',
      KEY: 'The remote key, as remoteRef.key would have it',
    },
    options: OPTIONS,
    examples: [
      'sallyport explain team-a vault-prod prod/team-b/db',
      'sallyport explain team-a SecretStore/own db --snapshot production.yaml -o json',
      'sallyport explain team-a vault-prod prod/team-a/db --as system:serviceaccount:team-a:deployer',
    ],
    exitCodes:
      '0 allowed, 1 denied, 2 wrong usage, 3 a file or the cluster could not be read, 70 a fault of sallyport itself',
    run: async (line, deps) => answer(line, edge, deps),
  });
}
