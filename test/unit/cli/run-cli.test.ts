import { expect } from 'chai';
import type { Command, CommandDeps } from '../../../cli/command.ts';
import { runCli } from '../../../cli/run-cli.ts';
import { createStyle } from '../../../cli/style.ts';
import { AppError, type ErrorCode, systemClock } from '../../../core/runtime/index.ts';

function failing(error: Error): Command {
  return {
    name: 'fail',
    summary: 'Fail',
    usage: '',
    run: async () => {
      throw error;
    },
  };
}

async function run(
  args: readonly string[],
  command: Command,
  signal = new AbortController().signal,
): Promise<{ readonly code: number; readonly output: string; readonly errors: string }> {
  let output = '';
  let errors = '';
  const deps: CommandDeps = {
    write: (text) => void (output += text),
    writeError: (text) => void (errors += text),
    style: createStyle(false, undefined),
    environment: {},
    clock: systemClock,
    signal,
  };
  const code = await runCli(args, [command], '9.9.9', deps);
  return { code, output, errors };
}

describe('runCli', () => {
  it('ends with 70 on a fault nobody expected, and says how to report it', async () => {
    const { code, output, errors } = await run(
      ['fail'],
      failing(new TypeError('x is not a function')),
    );

    expect(code).to.equal(70);
    expect(output).to.equal('');
    expect(errors).to.match(/^sallyport: this is a fault of sallyport itself.*\nPlease report it/u);
    expect(errors).to.include('sallyport 9.9.9, node v');
    expect(errors).to.include('TypeError: x is not a function\n    at ');
  });

  for (const [errorCode, exitCode] of [
    ['CONFIG_INVALID', 2],
    ['SPEC_INVALID', 2],
    ['KUBE_FORBIDDEN', 3],
    ['KUBE_UNAVAILABLE', 3],
    ['TIMEOUT', 3],
    ['INTERNAL', 70],
    ['ABORTED', 130],
  ] as const satisfies readonly (readonly [ErrorCode, number])[]) {
    it(`ends with ${exitCode} on ${errorCode}`, async () => {
      const { code, errors } = await run(['fail'], failing(new AppError(errorCode, 'why')));

      expect(code).to.equal(exitCode);
      expect(errors).to.include('why');
    });
  }

  it('ends with 130 when it was stopped, whatever that made fail', async () => {
    const { code, errors } = await run(['fail'], failing(new Error('half')), AbortSignal.abort());

    expect(code).to.equal(130);
    expect(errors).to.equal('sallyport fail: interrupted\n');
  });

  it('says its version', async () => {
    expect(await run(['--version'], failing(new Error('no')))).to.deep.equal({
      code: 0,
      output: 'sallyport 9.9.9\n',
      errors: '',
    });
  });
});
