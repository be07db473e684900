import {
  BatchGetSecretValueCommand,
  type BatchGetSecretValueResponse,
  type Filter,
  GetSecretValueCommand,
  ListSecretsCommand,
  type SecretListEntry,
} from '@aws-sdk/client-secrets-manager';
import { AppError, mapInOrder } from '../../../runtime/index.ts';
import { describeKey, storeError } from '../../fault.ts';
import type { FindQuery, FoundSecret } from '../../provider.ts';
import { safeWords } from '../../safe-words.ts';
import type { AwsClientDeps } from './client.ts';
import { codeOfName, saysAbsent } from '../errors.ts';
import { toPayload, toTagMap } from './payload.ts';

/** The most BatchGetSecretValue takes. */
const BATCH_SIZE = 20;
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
  { caller, store }: AwsClientDeps,
  name: string,
  signal: AbortSignal,
): Promise<readonly FoundSecret[]> {
  const subject = describeKey(name);
  const output = await caller.call(
    {
      metric: 'GetSecretValue',
      subject,
      send: async (client, abortSignal) =>
        client.send(new GetSecretValueCommand({ SecretId: name }), { abortSignal }),
    },
    signal,
  );
  return output === undefined ? [] : [{ name, payload: toPayload(output, { store, subject }) }];
}

/** A batch answers 200 though single secrets failed; what was deleted meanwhile is absent, the rest is a fault. */
function checkErrors({ store }: AwsClientDeps, output: BatchGetSecretValueResponse): void {
  for (const entry of output.Errors ?? []) {
    const [name, message] = [entry.ErrorCode ?? '', entry.Message ?? ''];
    if (!saysAbsent({ name, message })) {
      const problem = `Secrets Manager answered ${name}: ${safeWords(message, [])}`;
      const subject = describeKey(entry.SecretId ?? '');
      throw storeError(codeOfName(name) ?? 'SPEC_INVALID', { store, subject, problem });
    }
  }
}

async function readBatch(
  deps: AwsClientDeps,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly FoundSecret[]> {
  const command = { SecretIdList: [...names] };
  const output = await deps.caller.call(
    {
      metric: 'BatchGetSecretValue',
      subject: `find (${names.length} values)`,
      send: async (client, abortSignal) =>
        client.send(new BatchGetSecretValueCommand(command), { abortSignal }),
    },
    signal,
  );
  checkErrors(deps, output ?? {});
  return (output?.SecretValues ?? []).map((value) => {
    const name = value.Name ?? '';
    return { name, payload: toPayload(value, { store: deps.store, subject: describeKey(name) }) };
  });
}

function toBatches(names: readonly string[]): readonly (readonly string[])[] {
  const count = Math.ceil(names.length / BATCH_SIZE);
  return Array.from({ length: count }, (_, index) =>
    names.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE),
  );
}

async function readBatches(
  deps: AwsClientDeps,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly FoundSecret[]> {
  const batches = await mapInOrder(toBatches(names), CONCURRENCY, async (batch) =>
    readBatch(deps, batch, signal),
  );
  return batches.flat();
}

async function readEach(
  deps: AwsClientDeps,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly FoundSecret[]> {
  const found = await mapInOrder(names, CONCURRENCY, async (name) => readOne(deps, name, signal));
  return found.flat();
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
