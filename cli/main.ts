#!/usr/bin/env node
import { systemClock } from '../core/runtime/index.ts';
import type { CommandDeps } from './command.ts';
import { reportFault, runCli } from './run-cli.ts';
import { createStyle } from './style.ts';
import { VERSION } from './version.ts';

const abort = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    abort.abort();
  });
}

// `sallyport check … | head`: a reader who has seen enough is no fault, and the exit code still says the verdict.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') {
      throw error;
    }
  });
}

const deps: CommandDeps = {
  write: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
  style: createStyle(process.stdout.isTTY, process.env['NO_COLOR']),
  environment: process.env,
  clock: systemClock,
  signal: abort.signal,
};

// Left alone, Node ends with 1, which means findings.
process.on('uncaughtException', (error) => {
  process.exitCode = reportFault(error, process.argv[2] ?? '', VERSION, deps);
  process.exit();
});

// Loaded after that handler stands: what fails while loading is a fault too.
const { COMMANDS } = await import('./commands.ts');
process.exitCode = await runCli(process.argv.slice(2), COMMANDS, VERSION, deps);
