import type { FileFinding } from '../finding.ts';

/** The least severity that makes a check fail. */
export type FailOn = 'error' | 'warn' | 'none';

export const FAIL_ON_OPTION = {
  value: 'SEVERITY',
  choices: ['error', 'warn', 'none'],
  help: 'The least severity that makes the exit code 1 (default error)',
} as const;

export function parseFailOn(text: string | undefined): FailOn {
  return text === 'warn' || text === 'none' ? text : 'error';
}

export function failsOn(findings: readonly FileFinding[], failOn: FailOn): boolean {
  return findings.some(
    ({ severity }) =>
      (severity === 'error' && failOn !== 'none') || (severity === 'warning' && failOn === 'warn'),
  );
}
