import { expect } from 'chai';
import type { AccessQuestion } from '../../../../core/policy/contract.ts';
import { createLogger } from '../../../../core/runtime/index.ts';
import {
  type AccessClient,
  type AccessOutcome,
  createAccessClient,
} from '../../../../webhook/access/client.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';

const signal = new AbortController().signal;
const BUDGET_MS = 4500;

function question(name: string, rest: Partial<AccessQuestion> = {}): AccessQuestion {
  return {
    id: name,
    user: 'jane',
    uid: '',
    groups: ['dev', 'ops'],
    extra: {},
    verb: 'use',
    group: 'external-secrets.io',
    resource: 'secretstores',
    namespace: 'team-a',
    name,
    ...rest,
  };
}

interface Stage {
  readonly client: AccessClient;
  readonly clock: FakeClock;
  /** Names asked for, in order. */
  readonly asked: string[];
  readonly outcomes: AccessOutcome[];
  peak: number;
  /** What the API server says; undefined: nothing, ever. A negative delay is none. */
  says: (name: string) => boolean | Error | undefined;
  delayMs: number;
}

function setUp(): Stage {
  const clock = createFakeClock();
  let flying = 0;
  const stage: Stage = {
    clock,
    asked: [],
    outcomes: [],
    peak: 0,
    says: () => true,
    delayMs: 0,
    client: createAccessClient({
      clock,
      log: createLogger({ level: 'error', clock, write: () => undefined }),
      onOutcome: (outcome) => stage.outcomes.push(outcome),
      api: {
        async reviewAccess({ name }, limit) {
          stage.asked.push(name);
          flying += 1;
          stage.peak = Math.max(stage.peak, flying);
          try {
            await clock.sleep(stage.delayMs, limit);
            const answer = stage.says(name);
            if (typeof answer === 'boolean') {
              return answer;
            }
            throw answer ?? new Error('silent');
          } finally {
            flying -= 1;
          }
        },
      },
    }),
  };
  return stage;
}

async function answers(
  { client, clock }: Stage,
  questions: readonly AccessQuestion[],
  passMs = 0,
  budgetMs = BUDGET_MS,
): Promise<Record<string, string>> {
  const work = client.answer(questions, budgetMs, signal);
  await clock.advance(passMs);
  return Object.fromEntries(await work);
}

describe('access client', () => {
  it('answers each question by its id', async () => {
    const stage = setUp();
    stage.says = (name) => name === 'a';

    expect(await answers(stage, [question('a'), question('b')])).to.deep.equal({
      a: 'allowed',
      b: 'refused',
    });
  });

  it('remembers a yes for ten seconds and a no for five, whatever the wall clock does', async () => {
    const stage = setUp();
    stage.says = (name) => name === 'yes';
    const both = [question('yes'), question('no')];

    await answers(stage, both);
    await answers(stage, both, 4_999);
    await stage.clock.advance(1);
    await answers(stage, both);
    await stage.clock.advance(5_000);
    await answers(stage, both);

    expect(stage.asked).to.deep.equal(['yes', 'no', 'no', 'yes', 'no']);
  });

  it('knows a question again whose groups and extra come in another order', async () => {
    const stage = setUp();

    await answers(stage, [question('a', { extra: { x: ['1'], y: ['2'] } })]);
    await answers(stage, [
      question('a', { groups: ['ops', 'dev'], extra: { y: ['2'], x: ['1'] } }),
    ]);

    expect(stage.asked).to.have.length(1);
  });

  for (const [what, other] of [
    ['user', { user: 'joe' }],
    ['uid', { uid: '7' }],
    ['groups', { groups: ['dev'] }],
    ['extra', { extra: { scope: ['read'] } }],
    ['verb', { verb: 'bypass' }],
    ['resource', { resource: 'clustersecretstores' }],
    ['namespace', { namespace: 'team-b' }],
  ] as const) {
    it(`asks anew for another ${what}`, async () => {
      const stage = setUp();

      await answers(stage, [question('a')]);
      await answers(stage, [question('a', other)]);

      expect(stage.asked).to.have.length(2);
    });
  }

  it('asks once for what several requests want to know at the same time', async () => {
    const stage = setUp();
    stage.delayMs = 100;

    const both = Promise.all([
      stage.client.answer([question('a')], BUDGET_MS, signal),
      stage.client.answer([question('a')], BUDGET_MS, signal),
    ]);
    await stage.clock.advance(100);

    expect((await both).map((each) => each.get('a'))).to.deep.equal(['allowed', 'allowed']);
    expect(stage.asked).to.have.length(1);
  });

  it('has at most eight questions of a request under way', async () => {
    const stage = setUp();
    stage.delayMs = 10;

    await answers(
      stage,
      Array.from({ length: 20 }, (_, index) => question(`s${index}`)),
      100,
    );

    expect(stage.peak).to.equal(8);
    expect(stage.asked).to.have.length(20);
  });

  it('says failed for what fails, and does not remember it', async () => {
    const stage = setUp();
    stage.says = () => new Error('away');

    const first = await answers(stage, [question('a')]);
    stage.says = () => true;
    const second = await answers(stage, [question('a')]);

    expect([first, second]).to.deep.equal([{ a: 'failed' }, { a: 'allowed' }]);
  });

  for (const [budgetMs, limitMs] of [
    [9_500, 1_500],
    [1_000, 600],
  ] as const) {
    it(`gives up after ${limitMs} ms of a request that has ${budgetMs}`, async () => {
      const stage = setUp();
      stage.delayMs = 60_000;
      const twenty = Array.from({ length: 20 }, (_, index) => question(`s${index}`));

      const found = await answers(stage, twenty, limitMs, budgetMs);

      expect(new Set(Object.values(found))).to.deep.equal(new Set(['failed']));
      expect(stage.clock.monotonicMs()).to.equal(limitMs);
      expect(stage.asked).to.have.length(8);
    });
  }

  it('keeps an answer that came too late for whoever asks next', async () => {
    const stage = setUp();
    stage.delayMs = 2_000;

    const late = await answers(stage, [question('a')], 2_000);
    const next = await answers(stage, [question('a')]);

    expect([late, next]).to.deep.equal([{ a: 'failed' }, { a: 'allowed' }]);
    expect(stage.asked).to.have.length(1);
  });

  it('lets go of a question that is never answered, and asks again', async () => {
    const stage = setUp();
    stage.delayMs = 60_000;
    await answers(stage, [question('a')], 5_000);
    stage.delayMs = 0;

    expect(await answers(stage, [question('a')])).to.deep.equal({ a: 'allowed' });
  });

  it('remembers 4,096 answers, those used last', async () => {
    const stage = setUp();
    const many = Array.from({ length: 4_097 }, (_, index) => question(`s${index}`));
    await answers(stage, many.slice(0, 4_096));
    await answers(stage, many.slice(0, 1));
    await answers(stage, many.slice(4_096));
    stage.asked.length = 0;

    await answers(
      stage,
      [many[0], many[1]].filter((each) => each !== undefined),
    );

    expect(stage.asked).to.deep.equal(['s1']);
  });

  it('does not remember a question of more than ten thousand characters', async () => {
    const stage = setUp();
    const long = question('a', { extra: { x: ['x'.repeat(10_000)] } });

    await answers(stage, [long]);
    await answers(stage, [long]);

    expect(stage.asked).to.have.length(2);
  });
});
