import type { AccessReviewer } from '../../core/kube/index.ts';
import type { AccessAnswer, AccessQuestion } from '../../core/policy/index.ts';
import { type Clock, faultFields, type Logger } from '../../core/runtime/index.ts';

/** For one question, whoever waits for it: an answer that comes late still serves the next who asks. */
const QUESTION_MS = 5_000;

export interface FlightDeps {
  readonly api: AccessReviewer;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onAnswer: (key: string, answer: AccessAnswer) => void;
}

/** Asks a question once for all who ask it at the same time, by its key. Never rejects. */
export type Ask = (key: string, question: AccessQuestion) => Promise<AccessAnswer>;

async function reviewWithin(
  { api, clock }: FlightDeps,
  { id: _id, user: username, ...rest }: AccessQuestion,
): Promise<boolean> {
  const ask = new AbortController();
  const watch = new AbortController();
  clock.sleep(QUESTION_MS, watch.signal).then(
    () => {
      ask.abort();
    },
    () => undefined,
  );
  try {
    return await api.reviewAccess({ username, ...rest }, ask.signal);
  } finally {
    watch.abort();
  }
}

export function createAsk(deps: FlightDeps): Ask {
  const flights = new Map<string, Promise<AccessAnswer>>();

  async function fly(key: string, question: AccessQuestion): Promise<AccessAnswer> {
    let answer: AccessAnswer = 'failed';
    try {
      answer = (await reviewWithin(deps, question)) ? 'allowed' : 'refused';
    } catch (error) {
      deps.log.warn('a right could not be checked', {
        verb: question.verb,
        resource: question.resource,
        ...faultFields(error),
      });
    }
    flights.delete(key);
    deps.onAnswer(key, answer);
    return answer;
  }

  return async (key, question) => {
    const flight = flights.get(key) ?? fly(key, question);
    flights.set(key, flight);
    return flight;
  };
}
