import type {
  CaProvider,
  RawObject,
  SecretKeySelector,
  ServiceAccountSelector,
} from '../api/index.ts';
import { CONFIG_MAPS, type ObjectRef, readNativeSecret, SERVICE_ACCOUNTS } from '../kube/index.ts';
import type { AppError } from '../runtime/index.ts';
import { type SecretBytes, toAppError } from '../runtime/index.ts';
import { storeError } from './fault.ts';
import type { ProviderContext } from './provider.ts';

/** A selector and the field it stands in ("spec.provider.vault.auth.tokenSecretRef"), for messages. */
export interface CredentialField {
  readonly selector: SecretKeySelector;
  readonly path: string;
  /** The key when the selector names none. */
  readonly defaultKey?: string;
}

export interface ServiceAccountField {
  readonly selector: ServiceAccountSelector;
  readonly path: string;
  readonly audiences: readonly string[];
  readonly expirationSeconds: number;
}

interface Named {
  readonly name?: string;
  readonly namespace?: string;
}

interface KeyPlace {
  readonly what: string;
  readonly path: string;
  readonly key: string;
  readonly ref: ObjectRef;
}

/**
 * Where a selector points. A SecretStore sees its own namespace only; a ClusterSecretStore the namespace the selector
 * names, or else the one of the ExternalSecret that uses it (referent authentication).
 */
function place(context: ProviderContext, selector: Named, path: string): ObjectRef {
  const { store } = context;
  const fault = (problem: string): AppError =>
    storeError('SPEC_INVALID', { store, subject: path, problem });
  if (selector.name === undefined || selector.name === '') {
    throw fault('names no object; set name');
  }
  const namespace = selector.namespace ?? '';
  if (store.kind === 'SecretStore' && namespace !== '' && namespace !== store.namespace) {
    throw storeError('STORE_FORBIDDEN', {
      store,
      subject: `${path}.namespace`,
      problem: `is "${namespace}", but a SecretStore may use only its own namespace "${store.namespace}"; remove it or use a ClusterSecretStore`,
    });
  }
  if (namespace === '' && store.namespace === '') {
    throw fault('names no namespace, and none is known before an ExternalSecret uses the store');
  }
  return { namespace: namespace === '' ? store.namespace : namespace, name: selector.name };
}

function list(names: Iterable<string>): string {
  const sorted = [...names].toSorted().map((name) => `"${name}"`);
  return sorted.length === 0 ? 'no keys at all' : sorted.join(', ');
}

function absentObject(context: ProviderContext, at: KeyPlace): AppError {
  return storeError('UNAUTHENTICATED', {
    store: context.store,
    subject: at.path,
    problem: `${at.what} "${at.ref.namespace}/${at.ref.name}" does not exist`,
  });
}

function absentKey(context: ProviderContext, at: KeyPlace, keys: Iterable<string>): AppError {
  const wanted = at.key === '' ? 'names no key' : `has no key "${at.key}"`;
  const subject = `${at.what} "${at.ref.namespace}/${at.ref.name}"`;
  return storeError('UNAUTHENTICATED', {
    store: context.store,
    subject: at.path,
    problem:
      at.key === ''
        ? `${wanted}; ${subject} has ${list(keys)}`
        : `${subject} ${wanted}; it has ${list(keys)}`,
  });
}

async function read<Value>(
  context: ProviderContext,
  at: KeyPlace,
  reading: Promise<Value>,
): Promise<Value> {
  try {
    return await reading;
  } catch (error) {
    const fault = toAppError(error);
    throw storeError(
      fault.code,
      {
        store: context.store,
        subject: at.path,
        problem: `${at.what} "${at.ref.namespace}/${at.ref.name}" cannot be read: ${fault.message}`,
      },
      { cause: error },
    );
  }
}

async function readSecretKey(
  context: ProviderContext,
  at: KeyPlace,
  signal: AbortSignal,
): Promise<SecretBytes> {
  const secret = await read(context, at, readNativeSecret(context.reader, at.ref, signal));
  if (secret === undefined) {
    throw absentObject(context, at);
  }
  const bytes = secret.data.get(at.key);
  if (bytes === undefined) {
    throw absentKey(context, at, secret.data.keys());
  }
  return bytes;
}

/**
 * One key of a Secret that holds a store's credential. STORE_FORBIDDEN in a process that runs as an application's Pod:
 * such credentials are the controller's to use. UNAUTHENTICATED when the Secret or the key is absent; the message says
 * which keys there are.
 */
export async function readCredential(
  context: ProviderContext,
  field: CredentialField,
  signal: AbortSignal,
): Promise<SecretBytes> {
  if (context.identity.kind === 'direct') {
    throw storeError('STORE_FORBIDDEN', {
      store: context.store,
      subject: field.path,
      problem:
        'keeps the credential in a Secret, which a Pod does not read for itself: such stores are served by the controller; let the controller write the Secret, or give the store an authentication by the Pod’s own identity',
    });
  }
  const at: KeyPlace = {
    what: 'Secret',
    path: field.path,
    key: field.selector.key ?? field.defaultKey ?? '',
    ref: place(context, field.selector, field.path),
  };
  return readSecretKey(context, at, signal);
}

/** The same as text, without the line end that files and `echo` leave behind. */
export async function readCredentialText(
  context: ProviderContext,
  field: CredentialField,
  signal: AbortSignal,
): Promise<string> {
  const bytes = await readCredential(context, field, signal);
  return Buffer.from(bytes.reveal())
    .toString('utf8')
    .replace(/[\r\n]+$/u, '');
}

/**
 * A token to log in with. A process that runs as an application's Pod has one identity, the Pod's, whichever
 * ServiceAccount the store names; the backend decides what it may do.
 */
export async function readServiceAccountToken(
  context: ProviderContext,
  field: ServiceAccountField,
  signal: AbortSignal,
): Promise<string> {
  if (context.identity.kind === 'direct') {
    return context.identity.readToken();
  }
  const ref = place(context, field.selector, field.path);
  const at: KeyPlace = { what: 'a token of ServiceAccount', path: field.path, key: '', ref };
  const issued = await read(
    context,
    at,
    context.tokens.requestToken(
      ref,
      { audiences: field.audiences, expirationSeconds: field.expirationSeconds },
      signal,
    ),
  );
  return issued.token;
}

/** The ServiceAccount a store names, for what is annotated there. UNAUTHENTICATED when there is none. */
export async function readServiceAccount(
  context: ProviderContext,
  field: Pick<ServiceAccountField, 'selector' | 'path'>,
  signal: AbortSignal,
): Promise<RawObject> {
  const ref = place(context, field.selector, field.path);
  const at: KeyPlace = { what: 'ServiceAccount', path: field.path, key: '', ref };
  const found = await read(context, at, context.reader.get(SERVICE_ACCOUNTS, ref, signal));
  if (found === undefined) {
    throw absentObject(context, at);
  }
  return found;
}

/**
 * The token of the Pod this process runs in. A process that serves others lends its own to ClusterSecretStores, which
 * administrators write, and not to SecretStores, whose server might keep it: STORE_FORBIDDEN.
 */
export async function readPodToken(context: ProviderContext, path: string): Promise<string> {
  const { identity, store } = context;
  if (identity.kind === 'direct') {
    return identity.readToken();
  }
  if (identity.readToken !== undefined && store.kind === 'ClusterSecretStore') {
    return identity.readToken();
  }
  throw storeError('STORE_FORBIDDEN', {
    store,
    subject: path,
    problem: `names no identity, and the controller does not lend its own to a ${store.kind}; set serviceAccountRef or secretRef`,
  });
}

export interface CaFields {
  /** base64 of PEM. */
  readonly caBundle?: string;
  readonly caProvider?: CaProvider;
  /** The field both stand in ("spec.provider.vault"). */
  readonly path: string;
}

async function readCaProvider(
  context: ProviderContext,
  provider: CaProvider,
  path: string,
  signal: AbortSignal,
): Promise<string> {
  const at: KeyPlace = {
    what: provider.type,
    path,
    key: provider.key ?? '',
    ref: place(context, provider, path),
  };
  if (provider.type === 'Secret') {
    return Buffer.from((await readSecretKey(context, at, signal)).reveal()).toString('utf8');
  }
  const object = await read(context, at, context.reader.get(CONFIG_MAPS, at.ref, signal));
  if (object === undefined) {
    throw absentObject(context, at);
  }
  const entries = Object.entries(object['data'] ?? {});
  const value: unknown = entries.find(([key]) => key === at.key)?.[1];
  if (typeof value !== 'string') {
    throw absentKey(
      context,
      at,
      entries.map(([key]) => key),
    );
  }
  return value;
}

/** The PEM certificates a backend's server is checked against; undefined: the system's. SPEC_INVALID when not PEM. */
export async function readCa(
  context: ProviderContext,
  fields: CaFields,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { caBundle, caProvider } = fields;
  const [path, pem] =
    caBundle !== undefined && caBundle !== ''
      ? [`${fields.path}.caBundle`, Buffer.from(caBundle, 'base64').toString('utf8')]
      : [
          `${fields.path}.caProvider`,
          caProvider === undefined
            ? undefined
            : await readCaProvider(context, caProvider, `${fields.path}.caProvider`, signal),
        ];
  if (pem !== undefined && !pem.includes('-----BEGIN CERTIFICATE-----')) {
    throw storeError('SPEC_INVALID', {
      store: context.store,
      subject: path,
      problem: 'holds no PEM certificate ("-----BEGIN CERTIFICATE-----")',
    });
  }
  return pem;
}
