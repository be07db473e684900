import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** Memory of a process as the kernel counts it, in MiB. */
export interface Memory {
  readonly residentMib: number;
  readonly anonymousMib: number;
  readonly proportionalMib: number;
}

export async function memoryOf(pid: number): Promise<Memory> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  const mib = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) / 1024;
  return { residentMib: mib('Rss'), anonymousMib: mib('Anonymous'), proportionalMib: mib('Pss') };
}

/** Processor time so far, in milliseconds. */
export async function processorMsOf(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  const ticks = Number(fields[11]) + Number(fields[12]);
  return ticks * 10;
}

export interface Running {
  readonly pid: number;
  /** What it wrote so far. */
  output(): string;
  hasEnded(): boolean;
  stop(): Promise<void>;
}

/** Starts a bundle as its image does. */
export function start(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Running {
  const child: ChildProcess = spawn(process.execPath, [...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  let hasEnded = false;
  const ended = new Promise<void>((resolve) =>
    child.on('exit', () => {
      hasEnded = true;
      resolve();
    }),
  );
  return {
    pid: child.pid ?? 0,
    output: () => output,
    hasEnded: () => hasEnded,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
