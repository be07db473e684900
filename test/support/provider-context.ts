import type { RawObject, StoreKind } from '../../core/api/index.ts';
import type { ObjectReader, TokenIssuer, TokenRequest } from '../../core/kube/index.ts';
import type { ProcessIdentity, ProviderContext } from '../../core/provider/index.ts';
import { AppError, type Clock, createLogger, systemClock } from '../../core/runtime/index.ts';

export interface ContextOptions {
  readonly kind?: StoreKind;
  readonly namespace?: string;
  /** "namespace/name" → key → text. */
  readonly secrets?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly configMaps?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** "namespace/name" of a ServiceAccount → its annotations. */
  readonly annotations?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** "namespace/name" of a ServiceAccount → what its token begins with. */
  readonly serviceAccounts?: Readonly<Record<string, string>>;
  readonly identity?: ProcessIdentity;
  readonly environment?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  readonly maxRetries?: number;
}

export interface TestContext extends ProviderContext {
  readonly calls: string[];
  readonly logged: string[];
  readonly tokenRequests: TokenRequest[];
}

function base64Of(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, text]) => [key, Buffer.from(text).toString('base64')]),
  );
}

function readerOf(options: ContextOptions): ObjectReader {
  return {
    async get(resource, ref): Promise<RawObject | undefined> {
      const name = `${ref.namespace}/${ref.name}`;
      if (resource.plural === 'configmaps') {
        const data = options.configMaps?.[name];
        return data === undefined ? undefined : { data };
      }
      if (resource.plural === 'serviceaccounts') {
        const annotations = options.annotations?.[name];
        return annotations && { metadata: { ...ref, annotations } };
      }
      const secret = options.secrets?.[name];
      return secret === undefined ? undefined : { data: base64Of(secret) };
    },
    async list() {
      return [];
    },
  };
}

function tokensOf(options: ContextOptions, requests: TokenRequest[]): TokenIssuer {
  return {
    async requestToken(ref, request) {
      const name = `${ref.namespace}/${ref.name}`;
      const start = options.serviceAccounts?.[name];
      if (start === undefined) {
        throw new AppError('KUBE_NOT_FOUND', `serviceaccounts "${ref.name}" not found`);
      }
      requests.push(request);
      return { token: `${start}-${requests.length}`, expiresAt: new Date(0) };
    },
  };
}

/** What a provider is given, with everything it may ask for written down beforehand. */
export function aProviderContext(options: ContextOptions = {}): TestContext {
  const calls: string[] = [];
  const logged: string[] = [];
  const tokenRequests: TokenRequest[] = [];
  const clock = options.clock ?? systemClock;
  return {
    store: {
      kind: options.kind ?? 'SecretStore',
      name: 'main',
      namespace: options.namespace ?? 'team-a',
    },
    retry: { maxRetries: options.maxRetries ?? 0, intervalMs: 1 },
    reader: readerOf(options),
    tokens: tokensOf(options, tokenRequests),
    identity: options.identity ?? { kind: 'delegated' },
    environment: options.environment ?? {},
    clock,
    random: () => 0,
    log: createLogger({ level: 'debug', clock, write: (line) => logged.push(line) }),
    countCall: (call, status) => calls.push(`${call} ${status}`),
    calls,
    logged,
    tokenRequests,
  };
}

/** The error a promise is rejected with; its resolving is a failure. */
export async function faultOf(promise: Promise<unknown>): Promise<AppError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof AppError) {
      return error;
    }
    throw error;
  }
  throw new Error('was expected to fail');
}
