#!/usr/bin/env node
import { systemClock } from '../core/runtime/index.ts';
import { checkCommand } from './check/index.ts';
import type { Command } from './command.ts';
import { devCommand } from './dev/index.ts';
import { EXIT } from './exit-code.ts';
import { createStyle } from './style.ts';

const COMMANDS: readonly Command[] = [checkCommand, devCommand];

const USAGE = `Usage: sallyport COMMAND [OPTIONS]

Secrets from external stores into Kubernetes workloads.

Commands:
${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(8)} ${summary}`).join('\n')}

'sallyport COMMAND --help' says more.
`;

const abort = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    abort.abort();
  });
}

// `sallyport check … | head`: a reader who has seen enough is no fault, and the exit code still says the verdict.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    throw error;
  }
});

const [name = '--help', ...args] = process.argv.slice(2);
const command = COMMANDS.find((candidate) => candidate.name === name);
if (command !== undefined) {
  process.exitCode = await command.run(args, {
    write: (text) => void process.stdout.write(text),
    writeError: (text) => void process.stderr.write(text),
    style: createStyle(process.stdout.isTTY, process.env['NO_COLOR']),
    environment: process.env,
    clock: systemClock,
    signal: abort.signal,
  });
} else if (['--help', '-h', 'help'].includes(name)) {
  process.stdout.write(USAGE);
} else {
  process.stderr.write(`sallyport: unknown command '${name}'\n\n${USAGE}`);
  process.exitCode = EXIT.usage;
}
