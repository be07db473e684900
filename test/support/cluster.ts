import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs kubectl against the cluster that KUBECONFIG names; a non-zero exit is a value, for tests of refusals. */
export async function tryKubectl(args: readonly string[], stdin = ''): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = execFile(
      'kubectl',
      [...args],
      { maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const failure = typeof error?.code === 'number' ? error.code : 1;
        resolve({ code: error === null ? 0 : failure, stdout, stderr });
      },
    );
    child.stdin?.end(stdin);
  });
}

/** The same where success is expected. */
export async function kubectl(args: readonly string[], stdin = ''): Promise<string> {
  const { code, stdout, stderr } = await tryKubectl(args, stdin);
  if (code !== 0) {
    throw new Error(`kubectl ${args.join(' ')} exited with ${code}: ${stderr}`);
  }
  return stdout;
}

export async function getJson(...args: readonly string[]): Promise<unknown> {
  const parsed: unknown = JSON.parse(await kubectl(['get', ...args, '-o', 'json']));
  return parsed;
}

/** Asks until the answer is good or the time is over; the last answer is in the error. */
export async function eventually<Answer>(
  what: string,
  ask: () => Promise<Answer>,
  isGood: (answer: Answer) => boolean,
  timeoutMs = 60_000,
): Promise<Answer> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (isGood(answer)) {
      return answer;
    }
    if (Date.now() > deadline) {
      throw new Error(`${what}: not within ${timeoutMs / 1000} s; last answer: ${String(answer)}`);
    }
    await delay(200);
  }
}

export function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`${name} is not set; CONTRIBUTING.md says what the cluster suite needs`);
  }
  return value;
}
