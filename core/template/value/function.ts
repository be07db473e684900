import type { ByteString } from './byte-string.ts';
import type { GoMap, GoNumber, GoObject, GoSlice, GoType, GoValue } from './go-value.ts';

/**
 * How a function of templates is written. Its parameters are Go types; the executor checks and converts what the
 * template gives, with Go's rules and words, before `call` runs, so `call` receives exactly the JS types below:
 *
 *   defineFunction({
 *     name: 'trunc',
 *     parameters: ['int', 'string'],
 *     call: ([length, text]) => text.slice(0, Number(length)), // length: bigint, text: string
 *   })
 *   defineFunction({ name: 'list', variadic: 'interface {}', parameters: [], call: (items) => anySlice([...items]) })
 *
 * What `call` answers is typed by what it is: a Go int is a bigint, an int64 is `int64(n)`, a float64 a number, a
 * []string `stringSlice(...)`, and so on (go-value.ts). A function that returns an error, or would panic, in Go throws
 * FunctionError with that error's text; the executor words it `error calling <name>: <text>`.
 * Anything else thrown is a bug of ours and stays loud.
 */
export interface TemplateFunction {
  readonly name: string;
  readonly parameters: readonly GoType[];
  /** The element type of a last `...T` parameter. */
  readonly variadic?: GoType;
  /**
   * Whatever could make much of little (repeat, until, regexp over long texts, big keys) says so through
   * `context.budget` before it does it.
   */
  call(args: readonly GoValue[], context: FunctionContext): GoValue;
  /** Loads what `call` needs and small processes must not pay for; to be awaited once before the first call. */
  readonly prepare?: () => Promise<void>;
}

/** What functions may use besides their arguments. */
export interface FunctionContext {
  readonly sources: FunctionSources;
  readonly budget: Budget;
}

/** Where time and chance come from. */
export interface FunctionSources {
  now(): Date;
  randomBytes(length: number): Uint8Array;
}

/** What one execution may still use; both throw the executor's error when it is used up. */
export interface Budget {
  /** Counts work: one step is about one node of a template, or one item handled by a function. */
  spend(steps: number): void;
  /** Refuses a result of that many bytes (or items) that is longer than any output may be. */
  checkSize(length: number): void;
}

/** The error a function returns in Go, or the text of its panic. `message` is what Go would say, as JS text. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
}

/** The JS type `call` receives for a parameter's Go type. Slices and maps of any type are checked by their Go type. */
interface ArgumentTypes {
  readonly string: ByteString;
  readonly bool: boolean;
  readonly int: bigint;
  readonly float64: number;
  readonly int64: GoNumber;
  readonly int32: GoNumber;
  readonly uint8: GoNumber;
  readonly uint32: GoNumber;
  readonly uint64: GoNumber;
  readonly 'interface {}': GoValue;
  readonly 'sprig.HashAlgorithm': ByteString;
  readonly 'time.Duration': GoNumber;
  readonly 'time.Month': GoNumber;
  readonly 'time.Time': GoObject;
}

type ArgumentOf<Type> = Type extends keyof ArgumentTypes
  ? ArgumentTypes[Type]
  : Type extends `[]${string}`
    ? GoSlice
    : Type extends `map[${string}`
      ? GoMap
      : GoObject;

type ArgumentsOf<Parameters extends readonly GoType[], Variadic> = readonly [
  ...{ [Index in keyof Parameters]: ArgumentOf<Parameters[Index]> },
  ...(Variadic extends GoType ? ArgumentOf<Variadic>[] : []),
];

interface FunctionDefinition<
  Parameters extends readonly GoType[],
  Variadic extends GoType | undefined,
> {
  readonly name: string;
  readonly parameters: Parameters;
  readonly variadic?: Variadic;
  call(args: ArgumentsOf<Parameters, Variadic>, context: FunctionContext): GoValue;
  readonly prepare?: () => Promise<void>;
}

/** Ties the parameter types to what `call` takes; nothing happens at run time. */
export function defineFunction<
  const Parameters extends readonly GoType[],
  const Variadic extends GoType | undefined = undefined,
>(definition: FunctionDefinition<Parameters, Variadic>): TemplateFunction {
  const { name, parameters, variadic, prepare } = definition;
  const call = (args: never, context: FunctionContext): GoValue => definition.call(args, context);
  return {
    name,
    parameters,
    call,
    ...(variadic === undefined ? {} : { variadic }),
    ...(prepare === undefined ? {} : { prepare }),
  };
}
