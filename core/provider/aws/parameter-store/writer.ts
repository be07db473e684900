import {
  DeleteParameterCommand,
  type Parameter,
  PutParameterCommand,
  type PutParameterCommandInput,
} from '@aws-sdk/client-ssm';
import { isUtf8 } from 'node:buffer';
import type { SecretBytes } from '../../../runtime/index.ts';
import { storeError } from '../../fault.ts';
import { MANAGED_BY, MANAGER, notManaged } from '../../managed.ts';
import type { SecretsWriter } from '../../provider.ts';
import { wordsOfValue } from '../../safe-words.ts';
import {
  type ParameterDeps,
  type ParameterRef,
  readParameter,
  readTags,
  toRef,
} from './parameter.ts';

function textOf(value: SecretBytes, { store }: ParameterDeps, { subject }: ParameterRef): string {
  const bytes = Buffer.from(value.reveal());
  if (!isUtf8(bytes)) {
    const problem = 'the value is no UTF-8 text, and Parameter Store holds nothing else';
    throw storeError('SPEC_INVALID', { store, subject, problem });
  }
  return bytes.toString('utf8');
}

/** What is there and ours; SINK_CONFLICT where it is somebody else's. */
async function readOwn(
  deps: ParameterDeps,
  key: string,
  ref: ParameterRef,
  signal: AbortSignal,
): Promise<Parameter | undefined> {
  const parameter = await readParameter(deps, ref, signal);
  if (parameter === undefined) {
    return undefined;
  }
  const tags = await readTags(deps, ref, signal);
  if (tags?.get(MANAGED_BY) !== MANAGER) {
    throw notManaged(deps.store, key, 'tag');
  }
  return parameter;
}

/** Writes to Parameter Store as ESO does (eso.md 5.3): a new parameter is a String with the mark as a tag; one there is keeps its type. */
export function createParameterWriter(deps: ParameterDeps): SecretsWriter {
  async function put(
    ref: ParameterRef,
    input: PutParameterCommandInput & { readonly Value: string },
    signal: AbortSignal,
  ): Promise<void> {
    await deps.caller.call(
      {
        metric: 'PutParameter',
        subject: ref.subject,
        secrets: wordsOfValue(input.Value),
        send: async (client, abortSignal) =>
          client.send(new PutParameterCommand(input), { abortSignal }),
      },
      signal,
    );
  }

  return {
    async putSecret(key, value, signal) {
      signal.throwIfAborted();
      const ref = toRef(deps, key);
      const text = textOf(value, deps, ref);
      const current = await readOwn(deps, key, ref, signal);
      const input = { Name: ref.name, Value: text, Type: current?.Type ?? 'String' } as const;
      if (current === undefined) {
        const tags = [{ Key: MANAGED_BY, Value: MANAGER }];
        await put(ref, { ...input, Tags: tags, Overwrite: false }, signal);
      } else if (current.Value !== text) {
        await put(ref, { ...input, Overwrite: true }, signal);
      }
    },
    async deleteSecret(key, signal) {
      signal.throwIfAborted();
      const ref = toRef(deps, key);
      if ((await readOwn(deps, key, ref, signal)) !== undefined) {
        const command = new DeleteParameterCommand({ Name: ref.name });
        await deps.caller.call(
          {
            metric: 'DeleteParameter',
            subject: ref.subject,
            send: async (client, abortSignal) => client.send(command, { abortSignal }),
          },
          signal,
        );
      }
    },
  };
}
