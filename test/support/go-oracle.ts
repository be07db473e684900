import { type ChildProcessByStdio, spawn } from 'node:child_process';
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
}

export interface GoOracle {
  ask(question: OracleQuestion): Promise<OracleAnswer>;
  stop(): void;
}

type OracleProcess = ChildProcessByStdio<Writable, Readable, null>;

/** Starts the Go program (`go` must be in the PATH), and again after a question it could not finish. */
export function startGoOracle(mode: 'templates' | 'gjson'): GoOracle {
  let session = startSession(mode);
  let asked = 0;
  return {
    ask: async (question) => {
      asked += 1;
      const answer = await session.ask(String(asked), question);
      if (answer.error === 'too slow for the oracle') {
        session = startSession(mode);
      }
      return answer;
    },
    stop: () => {
      session.stop();
    },
  };
}

interface Session {
  ask(id: string, question: OracleQuestion): Promise<OracleAnswer>;
  stop(): void;
}

function startSession(mode: 'templates' | 'gjson'): Session {
  const process = spawn('go', ['run', '.', 'serve', ...(mode === 'gjson' ? ['--gjson'] : [])], {
    cwd: fileURLToPath(new URL('../vectors/', import.meta.url)),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting = new Map<string, Waiting>();
  answerFrom(process, waiting);
  return {
    ask: async (id, question) =>
      new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        process.stdin.write(`${JSON.stringify({ id, ...question })}\n`);
      }),
    stop: () => {
      process.stdin.end();
    },
  };
}

interface Waiting {
  readonly resolve: (answer: OracleAnswer) => void;
  readonly reject: (error: Error) => void;
}

function answerFrom(process: OracleProcess, waiting: Map<string, Waiting>): void {
  const fail = (reason: string): void => {
    waiting.forEach(({ reject }) => {
      reject(new Error(reason));
    });
    waiting.clear();
  };
  process.on('error', (error) => {
    fail(`cannot start Go: ${error.message}`);
  });
  process.on('exit', (code) => {
    fail(`the Go program ended with code ${String(code)}`);
  });
  createInterface({ input: process.stdout }).on('line', (line) => {
    const { id, ...answer } = JSON.parse(line) as OracleAnswer & { readonly id: string };
    waiting.get(id)?.resolve(answer);
    waiting.delete(id);
  });
}
