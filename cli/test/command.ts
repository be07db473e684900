import type { CommandLine } from '../command-line.ts';
import type { Command, CommandDeps } from '../command.ts';
import { readManifests } from '../check/index.ts';
import { defineCommand, type UsageProblem } from '../define-command.ts';
import { EXIT } from '../exit-code.ts';
import { readSources } from '../files/index.ts';
import { describeOutcomes, junitOutcomes } from './report.ts';
import { runSuite, type SuiteEdge, type SuiteOutcome } from './run-suite.ts';
import { isSuite, parseSuite } from './suite.ts';

const OPTIONS = {
  output: {
    short: 'o',
    value: 'FORMAT',
    choices: ['human', 'json', 'junit'],
    help: 'The form of the results',
  },
} as const;

type Line = CommandLine<keyof typeof OPTIONS>;

interface Run {
  readonly outcomes: readonly SuiteOutcome[];
  readonly problems: readonly string[];
}

async function runAll(paths: readonly string[], edge: SuiteEdge): Promise<Run> {
  const { files, unreadable } = await readSources(paths, edge.files, true);
  const outcomes: SuiteOutcome[] = [];
  const problems: string[] = [...unreadable];
  for (const { file, raw } of readManifests(files).filter((manifest) => isSuite(manifest.raw))) {
    const parsed = parseSuite(raw);
    if (parsed.ok) {
      const outcome = await runSuite(parsed.suite, file, edge);
      outcomes.push(outcome);
      problems.push(...outcome.problems.map((problem) => `${file}: ${problem}`));
    } else {
      problems.push(...parsed.problems.map((problem) => `${file}: ${problem}`));
    }
  }
  return problems.length === 0 && outcomes.length === 0
    ? { outcomes, problems: [`no PolicyTest in ${paths.join(', ')}`] }
    : { outcomes, problems };
}

function render(outcomes: readonly SuiteOutcome[], format: string, deps: CommandDeps): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(outcomes, null, 2)}\n`;
    case 'junit':
      return junitOutcomes(outcomes);
    default:
      return describeOutcomes(outcomes, deps.style);
  }
}

async function answer(
  line: Line,
  edge: SuiteEdge,
  deps: CommandDeps,
): Promise<number | UsageProblem> {
  if (line.positionals.length === 0) {
    return { problem: 'no PATH given' };
  }
  const { outcomes, problems } = await runAll(line.positionals, edge);
  problems.forEach((problem) => {
    deps.writeError(`sallyport test: ${problem}\n`);
  });
  if (outcomes.length > 0) {
    deps.write(render(outcomes, line.value('output') ?? 'human', deps));
  }
  if (problems.length > 0) {
    return EXIT.unreadable;
  }
  const failed = outcomes.some(({ cases }) => cases.some(({ failures }) => failures.length > 0));
  return failed ? EXIT.findings : EXIT.clean;
}

/** `sallyport test`. */
export function createTestCommand(edge: SuiteEdge): Command {
  return defineCommand({
    name: 'test',
    summary: 'Run the tests of policies',
    synopsis: 'PATH... [OPTIONS]',
    description: `Runs the cases of PolicyTest documents (cli.sallyport.dev/v1): each puts an object before the policies of the
suite's world and says what is expected: the verdict, and ids of findings. docs/reference/cli.md has the fields,
examples/policies an example. What is not in the world does not exist.`,
    arguments: { PATH: 'A file with PolicyTests, or a directory (and those below it)' },
    options: OPTIONS,
    examples: [
      'sallyport test examples/policies',
      'sallyport test policies/ -o junit > report.xml',
    ],
    exitCodes:
      '0 every case passed, 1 one failed, 2 wrong usage, 3 a suite could not be run (or there is none), 70 a fault of sallyport itself',
    run: async (line, deps) => answer(line, edge, deps),
  });
}
