import {
  anyMap,
  anySlice,
  type Budget,
  type ByteString,
  defineFunction,
  fromText,
  FunctionError,
  type GoValue,
  type TemplateFunction,
  toText,
} from '../value/index.ts';
import { jsonRefusal } from './json-scan.ts';
import { type JsonStyle, writeJson } from './json-write.ts';

const PLAIN: JsonStyle = { escapesHtml: true, indent: '' };
const PRETTY: JsonStyle = { escapesHtml: true, indent: '  ' };
const RAW: JsonStyle = { escapesHtml: false, indent: '' };

/** JSON read and written. Without `must`, what is no JSON is nil and what JSON does not have is nothing. */
export const JSON_FUNCTIONS: readonly TemplateFunction[] = [
  defineFunction({
    name: 'fromJson',
    parameters: ['string'],
    call: ([text], { budget }) => readJson(text, budget).value,
  }),
  defineFunction({
    name: 'mustFromJson',
    parameters: ['string'],
    call: ([text], { budget }) => {
      const { value, refusal } = readJson(text, budget);
      if (refusal !== undefined) {
        throw new FunctionError(refusal);
      }
      return value;
    },
  }),
  writing('toJson', (value, budget) => written(value, PLAIN, budget)),
  writing('toPrettyJson', (value, budget) => written(value, PRETTY, budget)),
  writing('toRawJson', (value, budget) => writeJson(value, RAW, budget)),
  writing('mustToJson', (value, budget) => writeJson(value, PLAIN, budget)),
  writing('mustToPrettyJson', (value, budget) => writeJson(value, PRETTY, budget)),
  writing('mustToRawJson', (value, budget) => writeJson(value, RAW, budget)),
];

function writing(
  name: string,
  write: (value: GoValue, budget: Budget) => ByteString,
): TemplateFunction {
  return defineFunction({
    name,
    parameters: ['interface {}'],
    call: ([value], { budget }) => write(value, budget),
  });
}

function written(value: GoValue, style: JsonStyle, budget: Budget): ByteString {
  try {
    return writeJson(value, style, budget);
  } catch (error) {
    if (error instanceof FunctionError) {
      return '';
    }
    throw error;
  }
}

interface Read {
  readonly value: GoValue;
  /** Why Go gives an error; a number out of range leaves the rest of the value in place. */
  readonly refusal: string | undefined;
}

function readJson(text: ByteString, budget: Budget): Read {
  budget.spend(text.length);
  const refusal = jsonRefusal(text);
  if (refusal !== undefined) {
    return { value: null, refusal };
  }
  const tooBig: string[] = [];
  const parsed: unknown = JSON.parse(toText(text), (_key, value: unknown, context?: Source) => {
    const isInfinite = typeof value === 'number' && !Number.isFinite(value);
    if (isInfinite) {
      tooBig.push(context?.source ?? '');
    }
    return isInfinite ? null : value;
  });
  const [first] = tooBig;
  return {
    value: goValue(parsed),
    refusal:
      first === undefined
        ? undefined
        : `json: cannot unmarshal number ${first} into Go value of type float64`,
  };
}

/** What JSON.parse tells of a number: its digits. */
interface Source {
  readonly source?: string;
}

function goValue(value: unknown): GoValue {
  if (typeof value === 'string') {
    return fromText(value);
  }
  if (typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  if (Array.isArray(value)) {
    return anySlice(value.map(goValue));
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]): [ByteString, GoValue] => [
      fromText(key),
      goValue(item),
    ]);
    return anyMap(new Map(entries));
  }
  return null;
}
