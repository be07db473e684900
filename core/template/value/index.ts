export {
  type ByteString,
  fromBytes,
  fromRune,
  fromText,
  isAscii,
  isValidRune,
  isValidUtf8,
  RUNE_ERROR,
  runeAt,
  runeCount,
  runesOf,
  toBytes,
  toText,
} from './byte-string.ts';
export { deepEqual } from './deep-equal.ts';
export {
  type Budget,
  defineFunction,
  type FunctionContext,
  FunctionError,
  type FunctionSources,
  type TemplateFunction,
} from './function.ts';
export {
  anyMap,
  anySlice,
  GoComplex,
  type GoField,
  GoMap,
  GoNumber,
  GoObject,
  GoSlice,
  type GoType,
  type GoValue,
  int64,
  type NumberKind,
  stringSlice,
} from './go-value.ts';
export { isTrue } from './truth.ts';
export { kindName, typeName } from './type-name.ts';
export { isDigit, isLetter, isPrint, isUnknownToGo } from './unicode.ts';
