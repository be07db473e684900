import {
  DescribeParametersCommand,
  GetParametersByPathCommand,
  type Parameter,
  type ParameterStringFilter,
} from '@aws-sdk/client-ssm';
import { BATCH_SIZE, type ParameterDeps } from './parameter.ts';

type Tags = Readonly<Record<string, string>>;

/** All parameters of a folder with their values. */
export async function readFolder(
  { caller }: ParameterDeps,
  folder: string,
  signal: AbortSignal,
): Promise<readonly Parameter[]> {
  const found: Parameter[] = [];
  let page: string | undefined;
  do {
    const command = { Path: folder, Recursive: true, WithDecryption: true, NextToken: page };
    const output = await caller.call(
      {
        metric: 'GetParametersByPath',
        subject: `find below "${folder}"`,
        send: async (client, abortSignal) =>
          client.send(new GetParametersByPathCommand({ ...command, MaxResults: BATCH_SIZE }), {
            abortSignal,
          }),
      },
      signal,
    );
    found.push(...(output?.Parameters ?? []));
    page = output?.NextToken;
  } while (page !== undefined);
  return found;
}

function filtersOf(folder: string, tags: Tags): ParameterStringFilter[] {
  const below = { Key: 'Path', Option: 'Recursive', Values: [folder] };
  const tagged = Object.entries(tags).map(([key, value]) => ({
    Key: `tag:${key}`,
    Option: 'Equals',
    Values: [value],
  }));
  return [...(folder === '/' ? [] : [below]), ...tagged];
}

/** The names of a folder's parameters that have all these tags. */
export async function listNames(
  { caller }: ParameterDeps,
  folder: string,
  tags: Tags,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const names: string[] = [];
  let page: string | undefined;
  do {
    const command = { ParameterFilters: filtersOf(folder, tags), NextToken: page, MaxResults: 50 };
    const output = await caller.call(
      {
        metric: 'DescribeParameters',
        subject: 'find',
        send: async (client, abortSignal) =>
          client.send(new DescribeParametersCommand(command), { abortSignal }),
      },
      signal,
    );
    names.push(...(output?.Parameters ?? []).map((parameter) => parameter.Name ?? ''));
    page = output?.NextToken;
  } while (page !== undefined);
  return names;
}
