import { listAt } from '../../runtime/index.ts';
import type { ApiAnswer, ApiDialect } from '../json-api.ts';

export const dopplerDialect: ApiDialect = {
  vendor: 'Doppler',
  /** A project or config that is not there is a fault of the store, and has other words. */
  saysAbsent: ({ status, text }: ApiAnswer) =>
    status === 404 && /could not find requested secret/iu.test(text),
  wordsOf: (refusal) =>
    listAt(refusal, 'messages')
      .filter((message) => typeof message === 'string')
      .join('; '),
};
