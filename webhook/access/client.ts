import type { AccessReviewer } from '../../core/kube/index.ts';
import type { AccessAnswer, AccessQuestion } from '../../core/policy/index.ts';
import { type Clock, type Logger, mapInOrder } from '../../core/runtime/index.ts';
import { createAccessCache, keyOf } from './cache.ts';
import { type Ask, createAsk } from './flights.ts';

const MAX_PARALLEL = 8;
/** For all questions of one request, and of what is left of its time. */
const MAX_BUDGET_MS = 1_500;
const BUDGET_SHARE = 0.6;

/** Asks the API server whether somebody may do something. */
export interface AccessClient {
  /**
   * An answer for each question, by its id, within a share of `budgetMs`; what could not be asked by then is `failed`.
   * Never throws for a failing API server. Failures are not remembered.
   */
  answer(
    questions: readonly AccessQuestion[],
    budgetMs: number,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, AccessAnswer>>;
}

/** How a question was answered; `cached` without asking. */
export type AccessOutcome = AccessAnswer | 'cached';

export interface AccessClientDeps {
  readonly api: AccessReviewer;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onOutcome: (outcome: AccessOutcome) => void;
}

interface Asking {
  readonly ask: Ask;
  readonly clock: Clock;
  readonly budgetMs: number;
}

/** Within the time there is; what is not answered by then is failed. */
async function askAll(
  questions: readonly AccessQuestion[],
  { ask, clock, budgetMs }: Asking,
  signal: AbortSignal,
): Promise<readonly (readonly [string, AccessAnswer])[]> {
  const end = new AbortController();
  const limitMs = Math.min(MAX_BUDGET_MS, budgetMs * BUDGET_SHARE);
  const over = clock
    .sleep(limitMs, AbortSignal.any([signal, end.signal]))
    .catch(() => undefined)
    .then((): AccessAnswer => {
      end.abort();
      return 'failed';
    });
  const answers = await mapInOrder(questions, MAX_PARALLEL, async (question) => {
    const asked = end.signal.aborted ? over : ask(keyOf(question), question);
    return [question.id, await Promise.race([asked, over])] as const;
  });
  end.abort();
  return answers;
}

export function createAccessClient(deps: AccessClientDeps): AccessClient {
  const { clock, onOutcome } = deps;
  const cache = createAccessCache(clock);
  const ask = createAsk({
    ...deps,
    onAnswer(key, answer) {
      onOutcome(answer);
      if (answer !== 'failed') {
        cache.put(key, answer === 'allowed');
      }
    },
  });

  function remembered(question: AccessQuestion): AccessAnswer | undefined {
    const isAllowed = cache.get(keyOf(question));
    if (isAllowed === undefined) {
      return undefined;
    }
    onOutcome('cached');
    return isAllowed ? 'allowed' : 'refused';
  }

  return {
    async answer(questions, budgetMs, signal) {
      const answers = new Map<string, AccessAnswer>();
      const open: AccessQuestion[] = [];
      for (const question of questions) {
        const known = remembered(question);
        if (known === undefined) {
          open.push(question);
        } else {
          answers.set(question.id, known);
        }
      }
      const asking = { ask, clock, budgetMs };
      const asked = open.length === 0 ? [] : await askAll(open, asking, signal);
      asked.forEach(([id, answer]) => answers.set(id, answer));
      return answers;
    },
  };
}
