import {
  isObject,
  type JsonObject,
  listAt,
  objectAt,
  objectsAt,
  textAt,
} from '../../core/runtime/index.ts';
import type { RawObject } from '../../core/api/index.ts';

/** What a case expects of one object. */
export interface TestCase {
  readonly name: string;
  /** Written in the case itself. */
  readonly object: RawObject | undefined;
  /** A file of objects, beside the suite; '' when the object is written out. */
  readonly file: string;
  /** Of an object that names none. */
  readonly namespace: string;
  readonly user: string | undefined;
  readonly groups: readonly string[];
  readonly allowed: boolean;
  /** Ids that must be among the findings; with `exactly`, no others. */
  readonly findings: readonly string[];
  readonly exactly: boolean;
}

/** A suite: files of the world, relative to it, and cases. */
export interface TestSuite {
  readonly name: string;
  readonly world: readonly string[];
  readonly cases: readonly TestCase[];
}

type ParsedSuite =
  | { readonly ok: true; readonly suite: TestSuite }
  /** Each names the field. */
  | { readonly ok: false; readonly problems: readonly string[] };

export const SUITE_API_VERSION = 'cli.sallyport.dev/v1';
export const SUITE_KIND = 'PolicyTest';

const SUITE_FIELDS = ['apiVersion', 'kind', 'metadata', 'world', 'cases'];
const CASE_FIELDS = ['name', 'object', 'file', 'namespace', 'as', 'asGroups', 'expect'];
const EXPECT_FIELDS = ['verdict', 'findings', 'exactly'];

function textsIn(object: JsonObject, name: string): readonly string[] {
  return listAt(object, name).filter((item) => typeof item === 'string');
}

function unknownFields(
  object: JsonObject,
  known: readonly string[],
  path: string,
): readonly string[] {
  return Object.keys(object)
    .filter((name) => !known.includes(name))
    .map((name) => `${path}${name}: unknown field; there are ${known.join(', ')}`);
}

function caseProblems(raw: JsonObject, path: string): readonly string[] {
  const expect = objectAt(raw, 'expect');
  const verdict = expect['verdict'];
  const hasObject = isObject(raw['object']);
  const hasFile = textAt(raw, 'file') !== '';
  return [
    ...unknownFields(raw, CASE_FIELDS, `${path}.`),
    ...unknownFields(expect, EXPECT_FIELDS, `${path}.expect.`),
    ...(textAt(raw, 'name') === '' ? [`${path}.name: required`] : []),
    ...(hasObject === hasFile ? [`${path}: give either object or file`] : []),
    ...(verdict === 'allowed' || verdict === 'denied'
      ? []
      : [`${path}.expect.verdict: it is allowed or denied`]),
  ];
}

function toCase(raw: JsonObject): TestCase {
  const expect = objectAt(raw, 'expect');
  const { object } = raw;
  return {
    name: textAt(raw, 'name'),
    object: isObject(object) ? object : undefined,
    file: textAt(raw, 'file'),
    namespace: textAt(raw, 'namespace') === '' ? 'default' : textAt(raw, 'namespace'),
    user: textAt(raw, 'as') === '' ? undefined : textAt(raw, 'as'),
    groups: textsIn(raw, 'asGroups'),
    allowed: expect['verdict'] === 'allowed',
    findings: textsIn(expect, 'findings'),
    exactly: expect['exactly'] === true,
  };
}

/** Reads a suite out of its document. */
export function parseSuite(raw: RawObject): ParsedSuite {
  const cases = objectsAt(raw, 'cases');
  const name = textAt(objectAt(raw, 'metadata'), 'name');
  const problems = [
    ...unknownFields(raw, SUITE_FIELDS, ''),
    ...(name === '' ? ['metadata.name: required'] : []),
    ...(cases.length === 0 ? ['cases: there are none'] : []),
    ...cases.flatMap((each, index) => caseProblems(each, `cases[${index}]`)),
  ];
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, suite: { name, world: textsIn(raw, 'world'), cases: cases.map(toCase) } };
}

export function isSuite(raw: RawObject): boolean {
  return textAt(raw, 'apiVersion') === SUITE_API_VERSION && textAt(raw, 'kind') === SUITE_KIND;
}
