import { toAppError } from '../core/runtime/index.ts';
import type { Command, CommandDeps } from './command.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';

function usageOf(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 1;
  return `Usage: sallyport COMMAND [OPTIONS]

Secrets from external stores into Kubernetes workloads.

Commands:
${commands.map(({ name, summary }) => `  ${name.padEnd(width)} ${summary}`).join('\n')}

  -h, --help     This text
      --version  The version

'sallyport COMMAND --help' says more.
`;
}

/** What a person needs to report a fault of ours: the stack names our files, never what they held. */
function describeFault(error: unknown, version: string): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `sallyport: this is a fault of sallyport itself, not of your files; no verdict was given.
Please report it with the command you ran and the lines below (read them first: they may name your files).

sallyport ${version}, node ${process.version}, ${process.platform} ${process.arch}
${stack}
`;
}

/** Says what ended a command; resolves to the exit code. A fault nobody expected stays loud, with a code of its own. */
export function reportFault(
  error: unknown,
  name: string,
  version: string,
  deps: Pick<CommandDeps, 'writeError' | 'signal'>,
): number {
  if (deps.signal.aborted) {
    deps.writeError(`sallyport ${name}: interrupted\n`);
    return EXIT.interrupted;
  }
  const fault = toAppError(error);
  const code = exitCodeOf(fault.code);
  deps.writeError(
    code === EXIT.fault
      ? describeFault(fault.cause ?? fault, version)
      : `sallyport ${name}: ${fault.message}\n`,
  );
  return code;
}

/** Runs the command that the first word names; resolves to the exit code. */
export async function runCli(
  [name = '--help', ...args]: readonly string[],
  commands: readonly Command[],
  version: string,
  deps: CommandDeps,
): Promise<number> {
  const command = commands.find((candidate) => candidate.name === name);
  if (command !== undefined) {
    try {
      return await command.run(args, deps);
    } catch (error) {
      return reportFault(error, name, version, deps);
    }
  }
  if (name === '--version' || name === 'version') {
    deps.write(`sallyport ${version}\n`);
    return EXIT.clean;
  }
  if (['--help', '-h', 'help'].includes(name)) {
    deps.write(usageOf(commands));
    return EXIT.clean;
  }
  deps.writeError(`sallyport: unknown command '${name}'\n\n${usageOf(commands)}`);
  return EXIT.usage;
}
