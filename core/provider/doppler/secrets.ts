import type { DopplerBackend } from '../../api/index.ts';
import { isObject, type JsonObject, objectAt } from '../../runtime/index.ts';
import { describeKey } from '../fault.ts';
import { asObject, asText, type ApiReader, type JsonApi } from '../json-api.ts';

/** The secrets of one config, as Doppler's API has them; values with their references resolved. */
export interface DopplerSecrets {
  get(name: string, signal: AbortSignal): Promise<string | undefined>;
  all(signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
  /** All of them as one file, in the store's format. */
  file(format: string, signal: AbortSignal): Promise<string>;
}

interface Question {
  readonly path: string;
  readonly metric: string;
  readonly subject?: string;
}

const CONFIG = '/v3/configs/config';

export function createDopplerSecrets(api: JsonApi, spec: DopplerBackend): DopplerSecrets {
  const { project, config, nameTransformer } = spec;

  function query(more: Readonly<Record<string, string | undefined>>): string {
    const set = Object.entries({ project, config, ...more }).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, value] as [string, string]],
    );
    return set.length === 0 ? '' : `?${new URLSearchParams(set).toString()}`;
  }

  async function ask<Result>(
    { path, metric, subject = 'find' }: Question,
    read: ApiReader<Result>,
    signal: AbortSignal,
  ): Promise<Result | undefined> {
    const request = { method: 'GET', path: `${CONFIG}/${path}`, metric, subject } as const;
    return api.ask(request, read, signal);
  }

  function download(format: string): Question {
    const path = `secrets/download${query({ format, name_transformer: nameTransformer })}`;
    return { path, metric: 'SecretsDownload' };
  }

  return {
    async get(name, signal) {
      const path = `secret${query({ name })}`;
      const question = { path, metric: 'SecretGet', subject: describeKey(name) };
      const { computed } = objectAt((await ask(question, asObject, signal)) ?? {}, 'value');
      return typeof computed === 'string' ? computed : undefined;
    },

    async all(signal) {
      if (nameTransformer !== undefined) {
        return textsOf((await ask(download('json'), asObject, signal)) ?? {});
      }
      const question = { path: `secrets${query({})}`, metric: 'SecretsList' };
      const listed = objectAt((await ask(question, asObject, signal)) ?? {}, 'secrets');
      return textsOf(
        Object.fromEntries(
          Object.entries(listed).map(([name, secret]) => [
            name,
            isObject(secret) ? secret['computed'] : undefined,
          ]),
        ),
      );
    },

    async file(format, signal) {
      return (await ask(download(format), asText, signal)) ?? '';
    },
  };
}

/** Names whose value is no text are left out: Doppler hides what the token may not see. */
function textsOf(named: JsonObject): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(named).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );
}
