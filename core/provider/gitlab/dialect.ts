import { type JsonObject, textAt } from '../../runtime/index.ts';
import type { ApiAnswer, ApiDialect } from '../json-api.ts';

/** `message` is a text, or for invalid input an object of lists; only the text is for people. */
function wordsOf(refusal: JsonObject): string {
  const message = textAt(refusal, 'message');
  return message === '' ? textAt(refusal, 'error') : message;
}

export const gitlabDialect: ApiDialect = {
  vendor: 'GitLab',
  /** A project or group that is not there (or not ours to see) is a fault of the store, and has other words. */
  saysAbsent: ({ status, text }: ApiAnswer) =>
    status === 404 && text.includes('404 Variable Not Found'),
  wordsOf,
};
