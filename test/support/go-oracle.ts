import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** What is asked of the Go program of test/vectors: a template, or a JSON path. */
export type OracleQuestion =
  | {
      readonly template: string;
      readonly dataBase64: Readonly<Record<string, string>>;
      readonly delims?: readonly [left: string, right: string];
      readonly missingKey?: 'default';
    }
  | { readonly json: string; readonly path: string };

export interface OracleAnswer {
  /** base64 */
  readonly output?: string;
  readonly error?: string;
  readonly exists?: boolean;
  readonly string?: string;
  readonly raw?: string;
  /** Why Go has none of the above to say: it ran out of the time or the memory it is given here. */
  readonly noVerdict?: string;
}

export interface GoOracle {
  ask(question: OracleQuestion): Promise<OracleAnswer>;
  stop(): void;
}

type OracleProcess = ChildProcessByStdio<Writable, Readable, null>;

/**
 * Address space of the Go program in KiB, kept by the system: a template of a few words can ask for any amount, and Go's own
 * limit only makes it collect sooner. The program sets both for itself too (test/vectors/memory.go).
 */
const MOST_KIB = 4 * 1024 * 1024;
const GO_MEMORY_LIMIT = '1GiB';

/** Builds the Go program (`go` must be in the PATH) and starts it, and again after a question it could not finish. */
export function startGoOracle(mode: 'templates' | 'gjson'): GoOracle {
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  const program = join(folder, 'vectors');
  execFileSync('go', ['build', '-o', program, '.'], {
    cwd: fileURLToPath(new URL('../vectors/', import.meta.url)),
    stdio: 'inherit',
  });
  const start = (): Session => startSession(program, mode === 'gjson' ? ['--gjson'] : []);
  let session = start();
  let asked = 0;
  return {
    ask: async (question) => {
      asked += 1;
      const answer = await session.ask(String(asked), question);
      if (answer.noVerdict !== undefined) {
        session = start();
      }
      return answer;
    },
    stop: () => {
      session.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

interface Session {
  ask(id: string, question: OracleQuestion): Promise<OracleAnswer>;
  stop(): void;
}

function startSession(program: string, flags: readonly string[]): Session {
  const limited = `ulimit -v ${MOST_KIB} && exec "$0" "$@"`;
  const child = spawn('bash', ['-c', limited, program, 'serve', ...flags], {
    env: { ...process.env, GOMEMLIMIT: GO_MEMORY_LIMIT, GOTRACEBACK: 'none' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const waiting = new Map<string, (answer: OracleAnswer) => void>();
  answerFrom(child, waiting);
  return {
    ask: async (id, question) =>
      new Promise((resolve) => {
        waiting.set(id, resolve);
        child.stdin.write(`${JSON.stringify({ id, ...question })}\n`);
      }),
    stop: () => {
      child.stdin.end();
    },
  };
}

function answerFrom(
  child: OracleProcess,
  waiting: Map<string, (answer: OracleAnswer) => void>,
): void {
  const giveUp = (noVerdict: string): void => {
    waiting.forEach((resolve) => {
      resolve({ noVerdict });
    });
    waiting.clear();
  };
  child.stdin.on('error', () => {
    giveUp('the Go program takes no more questions');
  });
  child.on('close', (code, signal) => {
    giveUp(`the Go program ended (${signal ?? `code ${String(code)}`})`);
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { id, ...answer } = JSON.parse(line) as OracleAnswer & { readonly id: string };
    waiting.get(id)?.(answer);
    waiting.delete(id);
  });
}
