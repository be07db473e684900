import type { TemplateFunction } from './function.ts';
import type { ByteString } from './byte-string.ts';

/** A Go type as reflect prints it: `string`, `[]interface {}`, `map[string]string`, `*semver.Version`. */
export type GoType = string;

/**
 * A value as Go's templates have them.
 *
 * | Go            | here                                  |
 * | ------------- | ------------------------------------- |
 * | string        | a JS string of bytes (byte-string.ts) |
 * | bool          | boolean                               |
 * | int           | bigint                                |
 * | float64       | number                                |
 * | nil interface | null                                  |
 * | complex128    | GoComplex                             |
 * | other numbers | GoNumber                              |
 * | []T           | GoSlice                               |
 * | map[string]T  | GoMap                                 |
 * | struct or pointer to one | GoObject                   |
 *
 * `null` is the only nil without a type; a nil slice or map is a GoSlice or GoMap with `isNil`.
 */
export type GoValue =
  ByteString | boolean | bigint | number | null | GoNumber | GoComplex | GoSlice | GoMap | GoObject;

/** Number types other than int and float64, named ones included. */
export type NumberKind =
  | 'int'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'uintptr'
  | 'float32';

/**
 * A number of another type than int and float64: `int64`, `uint8`, `int32` (rune), or a named one such as `time.Month`.
 * Named types with methods extend it.
 */
export class GoNumber {
  readonly type: GoType;
  readonly kind: NumberKind;
  /** Integers are bigint; a float32 is the number it rounds to. */
  readonly value: bigint | number;

  constructor(kind: NumberKind, value: bigint | number, type: GoType = kind) {
    this.kind = kind;
    this.value = value;
    this.type = type;
  }

  /** A method templates may call; undefined when the type has none of that name. */
  method(_name: string): TemplateFunction | undefined {
    return undefined;
  }

  /** What the type's String method answers, for those that have one; fmt uses it. */
  stringer(): ByteString | undefined {
    return undefined;
  }
}

/** A complex128; templates have them as constants only. */
export class GoComplex {
  readonly type = 'complex128';
  readonly kind = 'complex128';
  readonly real: number;
  readonly imaginary: number;

  constructor(real: number, imaginary: number) {
    this.real = real;
    this.imaginary = imaginary;
  }

  equals(other: GoComplex): boolean {
    return this.real === other.real && this.imaginary === other.imaginary;
  }
}

/** An int64, the type of Sprig's whole-number results; wraps as Go does. */
export function int64(value: bigint): GoNumber {
  return new GoNumber('int64', BigInt.asIntN(64, value));
}

/** A slice. Mutating `items` in place is for the function that made it only. */
export class GoSlice {
  readonly elementType: GoType;
  readonly items: GoValue[];
  readonly isNil: boolean;

  constructor(elementType: GoType, items: GoValue[], isNil = false) {
    this.elementType = elementType;
    this.items = items;
    this.isNil = isNil;
  }

  get type(): GoType {
    return `[]${this.elementType}`;
  }
}

/** []interface {} */
export function anySlice(items: GoValue[]): GoSlice {
  return new GoSlice('interface {}', items);
}

/** []string */
export function stringSlice(items: ByteString[]): GoSlice {
  return new GoSlice('string', items);
}

/** A map with string keys; shared by reference as Go's maps are (Sprig's `set` changes it). */
export class GoMap {
  readonly valueType: GoType;
  readonly entries: Map<ByteString, GoValue>;
  readonly isNil: boolean;

  constructor(valueType: GoType, entries: Map<ByteString, GoValue>, isNil = false) {
    this.valueType = valueType;
    this.entries = entries;
    this.isNil = isNil;
  }

  get type(): GoType {
    return `map[string]${this.valueType}`;
  }

  /** The keys in the order Go's templates and fmt visit them: by bytes. */
  sortedKeys(): ByteString[] {
    return [...this.entries.keys()].sort();
  }
}

/** map[string]interface {} */
export function anyMap(entries: Map<ByteString, GoValue> = new Map<ByteString, GoValue>()): GoMap {
  return new GoMap('interface {}', entries);
}

export interface GoField {
  readonly name: string;
  readonly type: GoType;
  readonly value: GoValue;
}

/** A struct, or a pointer to one, with the fields and methods templates can reach. Each family's own types extend it. */
export abstract class GoObject {
  abstract readonly type: GoType;
  abstract readonly kind: 'struct' | 'ptr';

  /** All fields, in the order of the struct. Templates reach those with a capital. */
  fields(): readonly GoField[] {
    return [];
  }

  /** A method templates may call; undefined when the type has none of that name. */
  method(_name: string): TemplateFunction | undefined {
    return undefined;
  }

  /** What the type's String (or Error) method answers, for those that have one; fmt uses it. */
  stringer(): ByteString | undefined {
    return undefined;
  }

  /** What the type's GoString method answers, for those that have one; %#v uses it. */
  goString(): ByteString | undefined {
    return undefined;
  }

  /** What a deep copy of it is: Sprig's leaves out the fields that are not exported. */
  copied(): GoValue {
    return this;
  }

  /** What reflect.DeepEqual says of two values of one type. */
  equals(other: GoObject): boolean {
    return this === other;
  }
}
