import type { Style } from '../command.ts';
import { type JunitSuite, renderJunit } from '../output/index.ts';
import type { SuiteOutcome } from './run-suite.ts';

function describeSuite({ name, cases }: SuiteOutcome, style: Style): readonly string[] {
  return [
    style.bold(name),
    ...cases.flatMap(({ name: title, failures }) =>
      failures.length === 0
        ? [`  ${style.green('ok')}      ${title}`]
        : [`  ${style.red('FAILED')}  ${title}`, ...failures.map((line) => `          ${line}`)],
    ),
    '',
  ];
}

/** As test runners print it: a line a case, why it failed below, and a line that counts. */
export function describeOutcomes(suites: readonly SuiteOutcome[], style: Style): string {
  const cases = suites.flatMap((suite) => suite.cases);
  const failed = cases.filter(({ failures }) => failures.length > 0).length;
  const count = `${cases.length - failed} passed, ${failed} failed`;
  return `${[...suites.flatMap((suite) => describeSuite(suite, style)), failed === 0 ? style.green(count) : style.red(count)].join('\n')}\n`;
}

export function junitOutcomes(suites: readonly SuiteOutcome[]): string {
  return renderJunit(
    suites.map(({ name, cases, problems }): JunitSuite => ({
      name,
      cases: [
        ...cases.map((each) => ({
          name: each.name,
          failures:
            each.failures.length === 0
              ? []
              : [{ kind: 'failure', type: 'verdict', message: each.failures.join('\n') } as const],
        })),
        ...problems.map((message) => ({
          name: message,
          failures: [{ kind: 'error', type: 'unreadable', message } as const],
        })),
      ],
    })),
  );
}
