import type { TemplateFrom, TemplateSource } from '../../api/index.ts';
import { CONFIG_MAPS, type ObjectReader, readNativeSecret } from '../../kube/index.ts';
import { AppError } from '../../runtime/index.ts';
import { toText } from '../transform/payload.ts';

/** One template to render, and what its output means. */
export interface TemplateText {
  /** Names the template in messages. */
  readonly where: string;
  readonly text: string;
  /** `value`: the output is stored under this key; `map`: the output is itself keys and values. */
  readonly as: { readonly kind: 'value'; readonly key: string } | { readonly kind: 'map' };
}

/** Where templateFrom sources are read. */
export interface SourceScope {
  readonly namespace: string;
  readonly reader: ObjectReader;
}

type Texts = ReadonlyMap<string, string | undefined>;

async function readConfigMap(
  name: string,
  scope: SourceScope,
  signal: AbortSignal,
): Promise<Texts | undefined> {
  const raw = await scope.reader.get(CONFIG_MAPS, { namespace: scope.namespace, name }, signal);
  const data: unknown = raw?.['data'] ?? {};
  if (raw === undefined || typeof data !== 'object' || data === null) {
    return undefined;
  }
  return new Map(
    Object.entries(data).map(([key, text]: [string, unknown]) => [
      key,
      typeof text === 'string' ? text : undefined,
    ]),
  );
}

async function readSecret(
  name: string,
  scope: SourceScope,
  signal: AbortSignal,
): Promise<Texts | undefined> {
  const secret = await readNativeSecret(scope.reader, { namespace: scope.namespace, name }, signal);
  return secret === undefined
    ? undefined
    : new Map([...secret.data].map(([key, bytes]) => [key, toText(bytes)]));
}

function pickItems(
  kind: 'configmap' | 'secret',
  source: TemplateSource,
  texts: Texts | undefined,
): readonly TemplateText[] {
  if (texts === undefined) {
    throw new AppError('TEMPLATE_FAILED', `${kind} ${source.name} does not exist in the namespace`);
  }
  return source.items.map(({ key, templateAs }) => {
    const text = texts.get(key);
    if (text === undefined) {
      throw new AppError(
        'TEMPLATE_FAILED',
        `error in ${kind} ${source.name}: missing key ${key}; it has ${[...texts.keys()].toSorted().slice(0, 10).join(', ')}`,
      );
    }
    return {
      where: key,
      text,
      as: templateAs === 'Values' ? { kind: 'value', key } : { kind: 'map' },
    };
  });
}

/** The templates one templateFrom entry names, read from the ExternalSecret's namespace. */
export async function readTemplateSource(
  from: TemplateFrom,
  scope: SourceScope,
  signal: AbortSignal,
): Promise<readonly TemplateText[]> {
  if (from.literal !== undefined) {
    return [{ where: 'literal', text: from.literal, as: { kind: 'map' } }];
  }
  if (from.configMap !== undefined) {
    const texts = await readConfigMap(from.configMap.name, scope, signal);
    return pickItems('configmap', from.configMap, texts);
  }
  if (from.secret !== undefined) {
    return pickItems('secret', from.secret, await readSecret(from.secret.name, scope, signal));
  }
  return [];
}
