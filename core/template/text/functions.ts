import { type GoValue, typeName } from './value.ts';

/** A function templates may call. What it refuses, it throws as FunctionError. */
export interface TemplateFunction {
  /** Fewest arguments it takes; more are allowed. */
  readonly leastArguments: number;
  call(parameters: readonly GoValue[]): GoValue;
}

export type FunctionTable = ReadonlyMap<string, TemplateFunction>;

/** A function's refusal; the executor says where. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
}

/** The functions of this version. */
export const SERVED_FUNCTIONS: FunctionTable = new Map([
  ['index', { leastArguments: 1, call: ([item, ...keys]) => index(item, keys) }],
]);

/** `index item key…`: the members one below the other. A missing map key is the empty string (eso.md 4). */
function index(item: GoValue | undefined, keys: readonly GoValue[]): GoValue {
  if (item === undefined || item.kind === 'nil' || item.kind === 'missing') {
    throw new FunctionError('index of untyped nil');
  }
  return keys.reduce<GoValue>((value, key) => indexOnce(value, key), item);
}

function indexOnce(value: GoValue, key: GoValue): GoValue {
  if (value.kind === 'map') {
    return { kind: 'string', bytes: value.entries.get(mapKey(key)) ?? new Uint8Array() };
  }
  if (value.kind === 'string') {
    return byteAt(value.bytes, key);
  }
  throw new FunctionError(`can't index item of type ${typeName(value)}`);
}

function mapKey(key: GoValue): string {
  if (key.kind === 'nil' || key.kind === 'missing') {
    throw new FunctionError('value is nil; should be of type string');
  }
  if (key.kind !== 'string') {
    throw new FunctionError(`value has type ${typeName(key)}; should be string`);
  }
  return Buffer.from(key.bytes).toString('utf8');
}

function byteAt(bytes: Uint8Array, key: GoValue): GoValue {
  if (key.kind === 'nil' || key.kind === 'missing') {
    throw new FunctionError('cannot index slice/array with nil');
  }
  if (key.kind !== 'int') {
    throw new FunctionError(`cannot index slice/array with type ${typeName(key)}`);
  }
  const byte = key.value < 0n ? undefined : bytes[Number(key.value)];
  if (byte === undefined) {
    throw new FunctionError(`index out of range: ${String(key.value)}`);
  }
  return { kind: 'int', type: 'uint8', value: BigInt(byte) };
}
