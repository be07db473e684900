import type { Parameter } from '@aws-sdk/client-ssm';
import { AppError, mapInOrder } from '../../../runtime/index.ts';
import { describeKey } from '../../fault.ts';
import type { FindQuery, FoundSecret } from '../../provider.ts';
import { toBatches } from '../batches.ts';
import { listNames, readFolder } from './listing.ts';
import {
  BATCH_SIZE,
  type ParameterDeps,
  readParameter,
  readParameters,
  toPayload,
} from './parameter.ts';

/** Parameter Store allows forty reads a second to an account; this leaves some to others. */
const CONCURRENCY = 2;

/** Prefix and path make one folder, as the policy reads them; a parameter without a folder is at the root. */
function folderOf({ prefix }: ParameterDeps, { path = '' }: FindQuery): string {
  return `/${`${prefix}${path}`.split('/').filter(Boolean).join('/')}`;
}

function isWanted(folder: string, name: string, query: FindQuery): boolean {
  const isInside = folder === '/' || name.startsWith(`${folder}/`);
  return isInside && (query.matchesName?.(name) ?? true);
}

function isDenied(error: unknown): boolean {
  return error instanceof AppError && error.code === 'ACCESS_DENIED';
}

async function readEach(
  deps: ParameterDeps,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly Parameter[]> {
  const read = await mapInOrder(names, CONCURRENCY, async (name) =>
    readParameter(deps, { name, subject: describeKey(name) }, signal),
  );
  return read.filter((parameter) => parameter !== undefined);
}

async function readNamed(
  deps: ParameterDeps,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly Parameter[]> {
  try {
    const read = await mapInOrder(toBatches(names, BATCH_SIZE), CONCURRENCY, async (batch) =>
      readParameters(deps, batch, signal),
    );
    return read.flat();
  } catch (error) {
    if (isDenied(error)) {
      return readEach(deps, names, signal);
    }
    throw error;
  }
}

async function readWanted(
  deps: ParameterDeps,
  query: FindQuery,
  signal: AbortSignal,
): Promise<readonly Parameter[]> {
  const folder = folderOf(deps, query);
  if (query.tags === undefined) {
    try {
      const all = await readFolder(deps, folder, signal);
      return all.filter((parameter) => isWanted(folder, parameter.Name ?? '', query));
    } catch (error) {
      if (!isDenied(error)) {
        throw error;
      }
    }
  }
  const names = await listNames(deps, folder, query.tags ?? {}, signal);
  const wanted = names.filter((name) => isWanted(folder, name, query));
  return readNamed(deps, wanted, signal);
}

/**
 * A folder's values ten a page, or, by tags and where GetParametersByPath is denied, names first and then ten values a call,
 * one by one where GetParameters is denied too: each is a permission of its own. Names are whole.
 */
export async function findParameters(
  deps: ParameterDeps,
  query: FindQuery,
  signal: AbortSignal,
): Promise<readonly FoundSecret[]> {
  const parameters = await readWanted(deps, query, signal);
  return parameters.map((parameter) => {
    const name = parameter.Name ?? '';
    return { name, payload: toPayload(parameter, deps, describeKey(name)) };
  });
}
