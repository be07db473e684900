import type { CommandLine } from '../command-line.ts';
import type { Command, CommandDeps } from '../command.ts';
import { FAIL_ON_OPTION, failsOn, parseFailOn, type Validate } from '../check/index.ts';
import { defineCommand, type UsageProblem } from '../define-command.ts';
import { EXIT } from '../exit-code.ts';
import { OUTPUT_HELP, type OutputChoice, parseOutputs, writeReport } from '../output/index.ts';
import {
  CONTEXT_OPTION,
  createJudgedWorld,
  loadWorldOrExit,
  mergeWorlds,
  WORLD_OPTIONS,
  WORLD_PARTS,
  type WorldEdge,
  type WorldObjects,
} from '../world/index.ts';
import { auditedObjects, auditWorld, labelOf } from './audit.ts';
import { describeAudit, type Grouping } from './group.ts';

/** What audit reaches besides the terminal. */
export interface AuditEdge extends WorldEdge {
  readonly writeFile: (path: string, text: string) => Promise<void>;
  readonly validate: Validate;
}

const OPTIONS = {
  by: {
    value: 'GROUP',
    choices: ['namespace', 'policy'],
    help: 'How people see the findings grouped (default namespace)',
  },
  policies: {
    ...WORLD_OPTIONS.policies,
    help: 'Also these policies, or these versions of them: what would they refuse?',
  },
  snapshot: {
    ...WORLD_OPTIONS.snapshot,
    help: "Instead of a cluster, what 'sallyport snapshot' wrote of it",
  },
  context: CONTEXT_OPTION,
  'fail-on': FAIL_ON_OPTION,
  output: { short: 'o', value: 'FORMAT', repeatable: true, help: OUTPUT_HELP },
} as const;

type Line = CommandLine<keyof typeof OPTIONS>;

async function loadBoth(
  line: Line,
  edge: AuditEdge,
  deps: CommandDeps,
): Promise<WorldObjects | number> {
  const snapshot = line.values('snapshot');
  const source = { context: line.value('context'), parts: WORLD_PARTS };
  const live = await loadWorldOrExit('audit', { ...source, paths: { snapshot } }, edge, deps);
  const policies = line.values('policies');
  if (typeof live === 'number' || policies.length === 0) {
    return live;
  }
  const more = await loadWorldOrExit('audit', { ...source, paths: { policies } }, edge, deps);
  return typeof more === 'number' ? more : mergeWorlds(live, more);
}

function groupingOf(text: string | undefined): Grouping {
  return text === 'policy' ? 'policy' : 'namespace';
}

async function audit(
  line: Line,
  outputs: readonly OutputChoice[],
  edge: AuditEdge,
  deps: CommandDeps,
): Promise<number> {
  const objects = await loadBoth(line, edge, deps);
  if (typeof objects === 'number') {
    return objects;
  }
  const complete = { stores: true, namespaces: true, rbac: true };
  const { judge, problems } = createJudgedWorld({ objects, complete, actor: undefined });
  problems.forEach((problem) => {
    deps.writeError(`sallyport audit: ${problem}\n`);
  });
  const findings = auditWorld(objects, edge.validate, judge);
  const audited = auditedObjects(objects).map((object) => ({ file: '', label: labelOf(object) }));
  const by = groupingOf(line.value('by'));
  const human = {
    render: (): string => describeAudit(findings, audited.length, by, deps.style),
  };
  await writeReport(
    { findings, objects: audited, files: [], unreadable: [] },
    outputs.map((output) => (output.name === 'human' ? { ...output, format: human } : output)),
    { ...edge, ...deps },
  );
  return failsOn(findings, parseFailOn(line.value('fail-on'))) ? EXIT.findings : EXIT.clean;
}

async function answer(
  line: Line,
  edge: AuditEdge,
  deps: CommandDeps,
): Promise<number | UsageProblem> {
  const outputs = parseOutputs(line.values('output'));
  if (!outputs.ok) {
    return { problem: outputs.problem };
  }
  return line.positionals.length > 0
    ? { problem: `unexpected argument '${line.positionals.join(' ')}'` }
    : audit(line, outputs.outputs, edge, deps);
}

/** `sallyport audit`. */
export function createAuditCommand(edge: AuditEdge): Command {
  return defineCommand({
    name: 'audit',
    summary: 'Say what would be refused today of what a cluster already has',
    synopsis: '[OPTIONS]',
    description: `Judges every store, ExternalSecret and PushSecret that exists, as if it were applied now: objects older than a
policy or a rule were never asked. Read-only; Secrets are not read. Who applied an object is not known any more,
so the right to use a store is not looked at. With --policies it says what a new policy would refuse.`,
    arguments: {},
    options: OPTIONS,
    examples: [
      'sallyport audit',
      'sallyport audit --by policy --policies new-policy.yaml',
      'sallyport audit --snapshot production.yaml -o json',
    ],
    exitCodes:
      '0 nothing would be refused, 1 something would, 2 wrong usage, 3 a file or the cluster could not be read, 70 a fault of sallyport itself',
    run: async (line, deps) => answer(line, edge, deps),
  });
}
