import type { Actor } from '../../core/policy/index.ts';
import type { CommandLine } from '../command-line.ts';
import type { UsageProblem } from '../define-command.ts';
import { type OutputChoice, OUTPUT_HELP, parseOutputs } from '../output/index.ts';
import { actorNamed, WORLD_OPTIONS, type WorldPaths, worldPathsOf } from '../world/index.ts';
import { FAIL_ON_OPTION, type FailOn, parseFailOn } from './fail-on.ts';

export const CHECK_OPTIONS = {
  ...WORLD_OPTIONS,
  as: { value: 'USER', help: 'Who would apply it, as kubectl names them' },
  'as-group': { value: 'GROUP', repeatable: true, help: 'A group of that user' },
  namespace: {
    short: 'n',
    value: 'NAMESPACE',
    help: "Of objects that name none (default 'default')",
  },
  'require-complete': {
    help: 'Exit with 3 when a verdict rests on something that was not handed in',
  },
  'fail-on': FAIL_ON_OPTION,
  output: { short: 'o', value: 'FORMAT', repeatable: true, help: OUTPUT_HELP },
} as const;

export interface CheckOptions {
  readonly paths: readonly string[];
  readonly world: WorldPaths;
  readonly actor: Actor | undefined;
  readonly namespace: string;
  readonly requireComplete: boolean;
  readonly failOn: FailOn;
  readonly outputs: readonly OutputChoice[];
}

export function readCheckOptions(
  line: CommandLine<keyof typeof CHECK_OPTIONS>,
): CheckOptions | UsageProblem {
  const outputs = parseOutputs(line.values('output'));
  if (!outputs.ok) {
    return { problem: outputs.problem };
  }
  if (line.positionals.length === 0) {
    return { problem: 'no PATH given' };
  }
  if (line.values('as-group').length > 0 && line.value('as') === undefined) {
    return { problem: '--as-group needs --as' };
  }
  return {
    paths: line.positionals,
    world: worldPathsOf(line),
    actor: actorNamed(line.value('as'), line.values('as-group')),
    namespace: line.value('namespace') ?? 'default',
    requireComplete: line.has('require-complete'),
    failOn: parseFailOn(line.value('fail-on')),
    outputs: outputs.outputs,
  };
}
