import {
  type Filter,
  ListSecretsCommand,
  type SecretListEntry,
} from '@aws-sdk/client-secrets-manager';
import { AppError, mapInOrder } from '../../../runtime/index.ts';
import { describeKey } from '../../fault.ts';
import type { FindQuery, FoundSecret } from '../../provider.ts';
import { toBatches } from '../batches.ts';
import { toTagMap } from './payload.ts';
import { type AwsClientDeps, BATCH_SIZE, CURRENT, readSecret, readSecrets } from './secret.ts';

/** Secrets Manager allows thousands of reads a second to an account; this leaves them to others. */
const CONCURRENCY = 4;

/** What AWS can sort out itself. Its tag filters do not tie a value to its key, so the answer is looked through again. */
function filtersOf(prefix: string, query: FindQuery): Filter[] {
  const start = `${prefix}${query.path ?? ''}`;
  const tags = Object.entries(query.tags ?? {});
  return [
    ...(start === '' ? [] : [{ Key: 'name' as const, Values: [start] }]),
    ...tags.flatMap(([key, value]) => [
      { Key: 'tag-key' as const, Values: [key] },
      { Key: 'tag-value' as const, Values: [value] },
    ]),
  ];
}

function matches(entry: SecretListEntry, prefix: string, query: FindQuery): boolean {
  const name = entry.Name ?? '';
  const tags = toTagMap(entry.Tags);
  return (
    name.startsWith(`${prefix}${query.path ?? ''}`) &&
    (query.matchesName?.(name) ?? true) &&
    Object.entries(query.tags ?? {}).every(([key, value]) => tags.get(key) === value)
  );
}

async function listNames(
  { caller, prefix }: AwsClientDeps,
  query: FindQuery,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const names: string[] = [];
  let page: string | undefined;
  do {
    const command = { MaxResults: 100, NextToken: page, Filters: filtersOf(prefix, query) };
    const output = await caller.call(
      {
        metric: 'ListSecrets',
        subject: 'find',
        send: async (client, abortSignal) =>
          client.send(new ListSecretsCommand(command), { abortSignal }),
      },
      signal,
    );
    const wanted = (output?.SecretList ?? []).filter((entry) => matches(entry, prefix, query));
    names.push(...wanted.map((entry) => entry.Name ?? ''));
    page = output?.NextToken;
  } while (page !== undefined);
  return names;
}

async function readOne(
  deps: AwsClientDeps,
  name: string,
  signal: AbortSignal,
): Promise<readonly FoundSecret[]> {
  const ref = { name, subject: describeKey(name), version: CURRENT };
  const payload = await readSecret(deps, ref, signal);
  return payload === undefined ? [] : [{ name, payload }];
}

async function readEach(
  deps: AwsClientDeps,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly FoundSecret[]> {
  const found = await mapInOrder(names, CONCURRENCY, async (name) => readOne(deps, name, signal));
  return found.flat();
}

async function readBatch(
  deps: AwsClientDeps,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly FoundSecret[]> {
  const answers = await readSecrets(deps, names, signal);
  const unanswered = names.filter((name) => !answers.has(name));
  const found = names.flatMap((name) => {
    const payload = answers.get(name);
    return payload === undefined ? [] : [{ name, payload }];
  });
  return [...found, ...(await readEach(deps, unanswered, signal))];
}

async function readBatches(
  deps: AwsClientDeps,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly FoundSecret[]> {
  const batches = await mapInOrder(toBatches(names, BATCH_SIZE), CONCURRENCY, async (batch) =>
    readBatch(deps, batch, signal),
  );
  return batches.flat();
}

/**
 * ListSecrets, then twenty values a call. An identity that may read values but not in batches (a permission of its own)
 * gets them one by one. Names are whole, prefix and path included.
 */
export async function findInAws(
  deps: AwsClientDeps,
  query: FindQuery,
  signal: AbortSignal,
): Promise<readonly FoundSecret[]> {
  const names = await listNames(deps, query, signal);
  try {
    return await readBatches(deps, names, signal);
  } catch (error) {
    if (error instanceof AppError && error.code === 'ACCESS_DENIED') {
      return readEach(deps, names, signal);
    }
    throw error;
  }
}
