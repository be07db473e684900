import { expect } from 'chai';
import {
  type Clock,
  type Component,
  createLifecycle,
  createLogger,
  systemClock,
} from '../../../../core/runtime/index.ts';

function recorder(name: string, journal: string[], failing = false): Component {
  return {
    name,
    async start(signal) {
      journal.push(`start ${name}`);
      signal.addEventListener('abort', () => journal.push(`abort ${name}`));
      if (failing) {
        throw new Error(`${name} failed`);
      }
    },
    async stop() {
      journal.push(`stop ${name}`);
    },
  };
}

function deps(journal: string[], clock: Clock = systemClock) {
  const log = createLogger({ level: 'error', clock, write: (line) => journal.push(line) });
  return { log, clock, stopDeadlineMs: 10_000 };
}

describe('createLifecycle', () => {
  it('starts in order and stops in reverse after the signal', async () => {
    const journal: string[] = [];
    const lifecycle = createLifecycle(
      [recorder('a', journal), recorder('b', journal)],
      deps(journal),
    );

    await lifecycle.start();
    await lifecycle.stop();
    await lifecycle.stop();

    expect(journal).to.deep.equal(['start a', 'start b', 'abort a', 'abort b', 'stop b', 'stop a']);
  });

  it('stops what had started when a component fails, and throws its fault', async () => {
    const journal: string[] = [];
    const lifecycle = createLifecycle(
      [recorder('a', journal), recorder('b', journal, true), recorder('c', journal)],
      deps(journal),
    );

    const fault = await lifecycle.start().catch((error: unknown) => error);

    expect(fault).to.be.instanceOf(Error).with.property('message', 'b failed');
    expect(journal).to.deep.equal(['start a', 'start b', 'abort a', 'abort b', 'stop b', 'stop a']);
  });

  it('starts nothing more once it was told to stop, and takes giving up for no fault', async () => {
    const journal: string[] = [];
    const slow: Component = {
      ...recorder('a', journal),
      start: async (signal) => {
        await systemClock.sleep(60_000, signal);
      },
    };
    const lifecycle = createLifecycle([slow, recorder('b', journal)], deps(journal));

    const starting = lifecycle.start();
    await lifecycle.stop();
    await starting;

    expect(journal).to.deep.equal(['stop a']);
  });

  it('does not wait past the deadline for a component that hangs', async () => {
    const journal: string[] = [];
    const hanging: Component = {
      name: 'hanging',
      start: async () => {},
      stop: async () => new Promise(() => {}),
    };
    const instant: Clock = { ...systemClock, sleep: async () => {} };
    const lifecycle = createLifecycle([hanging], deps(journal, instant));

    await lifecycle.start();
    await lifecycle.stop();

    expect(journal.join('')).to.include('component missed the stop deadline');
  });
});
