import { floatText } from '../fmt/index.ts';
import {
  anyMap,
  type Budget,
  type ByteString,
  defineFunction,
  fromText,
  FunctionError,
  GoMap,
  GoSlice,
  type GoValue,
  type TemplateFunction,
  toText,
} from '../value/index.ts';
import { writeJson } from './json-write.ts';
import { parseYaml } from './yaml-parse.ts';
import { yaml } from './yaml-read.ts';
import { resolvePlain } from './yaml-resolve.ts';
import { YamlNumber, type YamlValue, writeYaml } from './yaml-write.ts';

/** What YAML's reader refuses; sigs.k8s.io/yaml reads the JSON it made of a value as YAML. */
const NOT_YAML = /[\x7f-\x84\x86-\x9f\ufffe\uffff]/u;

/** The value in JSON text, its numbers as Go's yaml package reads and writes them. */
function parseJson(text: string): YamlValue {
  const parsed: unknown = JSON.parse(text, (_key, value: unknown, context?: Source): unknown =>
    typeof value === 'number' ? new YamlNumber(numberText(context?.source ?? '0')) : value,
  );
  return yamlValue(parsed);
}

/** What JSON.parse tells of a number: its digits. */
interface Source {
  readonly source?: string;
}

function numberText(source: string): string {
  const resolved = resolvePlain(source);
  return resolved.kind === 'int' ? String(resolved.value) : floatText(Number(source), 'g');
}

/** A next-line character is a line break in quotes: one becomes a space, more become line feeds. */
function folded(text: string): string {
  if (/\u0085(?:---|\.\.\.)[ \u0085]/u.test(text)) {
    throw new FunctionError('yaml: found unexpected document indicator');
  }
  return text.replace(/ *\u0085[ \u0085]*/gu, (breaks) => {
    const count = breaks.split('\u0085').length - 1;
    return count === 1 ? ' ' : '\n'.repeat(count - 1);
  });
}

function keyOf(text: string): string {
  if (text.includes('\u0085')) {
    throw new FunctionError('yaml: a key is longer than a line');
  }
  return text;
}

function yamlValue(value: unknown): YamlValue {
  if (typeof value === 'string') {
    return folded(value);
  }
  if (typeof value === 'boolean' || value instanceof YamlNumber) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(yamlValue);
  }
  if (typeof value === 'object' && value !== null) {
    return new Map(Object.entries(value).map(([key, item]) => [keyOf(key), yamlValue(item)]));
  }
  return null;
}

function toYamlText(value: GoValue, budget: Budget): ByteString {
  const json = toText(writeJson(value, { escapesHtml: true, indent: '' }, budget));
  budget.spend(json.length);
  if (NOT_YAML.test(json)) {
    throw new FunctionError('yaml: control characters are not allowed');
  }
  return fromText(writeYaml(parseJson(json)).replace(/\n$/u, ''));
}

/** ESO's toYaml: what sigs.k8s.io/yaml writes, and nothing where it fails (eso.md 4). */
const toYaml = defineFunction({
  name: 'toYaml',
  parameters: ['interface {}'],
  call: ([value], { budget }) => {
    try {
      return toYamlText(value, budget);
    } catch (error) {
      if (error instanceof FunctionError) {
        return '';
      }
      throw error;
    }
  },
});

function readMap(text: ByteString, budget: Budget): GoMap {
  budget.spend(text.length);
  const value = convert(text, budget);
  if (value === null) {
    return anyMap();
  }
  if (value instanceof GoMap) {
    return value;
  }
  const kind = value instanceof GoSlice ? 'array' : jsonKind(value);
  throw new FunctionError(
    `error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`,
  );
}

function jsonKind(value: GoValue): string {
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function convert(text: ByteString, budget: Budget): GoValue {
  try {
    return parseYaml(text, budget);
  } catch (error) {
    if (error instanceof FunctionError) {
      throw new FunctionError(`error converting YAML to JSON: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

/** ESO's fromYaml: a map; what is none, or no YAML, is a map that tells so under `Error` (eso.md 4). */
const fromYaml = defineFunction({
  name: 'fromYaml',
  parameters: ['string'],
  prepare: yaml.load,
  call: ([text], { budget }) => {
    try {
      return readMap(text, budget);
    } catch (error) {
      if (error instanceof FunctionError) {
        return anyMap(new Map([['Error', fromText(error.message)]]));
      }
      throw error;
    }
  },
});

export const YAML_FUNCTIONS: readonly TemplateFunction[] = [toYaml, fromYaml];
