import { type ArrayStep, parseArrayStep, parseObjectStep, splitPipe } from './path.ts';
import type { Query } from './path-query.ts';
import { queryMatches } from './query.ts';
import { nextValueStart, type Scanned, scanString, scanValue, parseRoot } from './scan.ts';
import { runModifier, runStatic, type Started } from './modifier.ts';
import { selectMany } from './multipath.ts';
import { ABSENT, exists, type JsonValue, jsonValue } from './value.ts';
import { matchesWildcard } from './wildcard.ts';

/** What a path finds in JSON text (gjson's Get). */
export function evaluatePath(json: string, path: string): JsonValue {
  if (path.length > 1) {
    const started = startOver(json, path);
    if (started !== undefined) {
      return started.rest.startsWith('|') || started.rest.startsWith('.')
        ? evaluatePath(started.json, started.rest.slice(1))
        : parseRoot(started.json);
    }
    const many = selectMany(json, path, evaluatePath);
    return many.kind === 'found' ? many.value : walk(json, many.path);
  }
  return walk(json, path);
}

function startOver(json: string, path: string): Started | undefined {
  if (path.startsWith('@')) {
    return runModifier(json, path, evaluatePath);
  }
  return path.startsWith('!') ? runStatic(path) : undefined;
}

/** Where a walk stands: what was found so far, and the path that is to be applied to it in the end. */
interface Walk {
  readonly json: string;
  found: JsonValue;
  pipe: string | undefined;
}

function walk(json: string, path: string): JsonValue {
  const state: Walk = { json, found: ABSENT, pipe: undefined };
  if (path.startsWith('..')) {
    walkArray(state, 0, path.slice(2));
  } else {
    const open = json.search(/[{[]/);
    if (open >= 0) {
      walkContainer(state, open, path);
    }
  }
  return state.pipe === undefined ? state.found : evaluatePath(state.found.raw, state.pipe);
}

/** The walk's answer for one container: whether the path was found, and where the container ends. */
interface Walked {
  readonly hit: boolean;
  readonly end: number;
}

function walkContainer(state: Walk, open: number, path: string): Walked {
  return state.json.charAt(open) === '{'
    ? walkObject(state, open + 1, path)
    : walkArray(state, open + 1, path);
}

function walkObject(state: Walk, begin: number, path: string): Walked {
  const { json } = state;
  const step = parseObjectStep(path);
  if (step.rest === undefined && step.pipe !== undefined) {
    state.pipe = step.pipe;
  }
  let at = begin;
  for (;;) {
    at = nextKey(json, at);
    const key = json.charAt(at) === '"' ? scanString(json, at) : undefined;
    if (key === undefined) {
      return { hit: false, end: Math.min(at + 1, json.length) };
    }
    const matches = step.wildcard
      ? matchesWildcard(key.value.text, step.part)
      : key.value.text === step.part;
    const walked = walkMember(state, nextValueStart(json, key.end), matches, step.rest);
    if (walked === undefined || walked.hit) {
      return walked ?? { hit: false, end: json.length };
    }
    at = walked.end;
  }
}

/** Index of the next quote or closing brace. */
function nextKey(json: string, index: number): number {
  let at = index;
  while (at < json.length && json.charAt(at) !== '"' && json.charAt(at) !== '}') {
    at += 1;
  }
  return at;
}

/** One value on the way: stepped into, taken, or passed by. Undefined when the text ends inside it. */
function walkMember(
  state: Walk,
  start: number,
  matches: boolean,
  rest: string | undefined,
): Walked | undefined {
  const first = state.json.charAt(start);
  if (matches && rest !== undefined && (first === '{' || first === '[')) {
    return walkContainer(state, start, rest);
  }
  const scanned = start < state.json.length ? scanValue(state.json, start) : undefined;
  if (scanned === undefined) {
    return undefined;
  }
  const hit = matches && rest === undefined;
  if (hit) {
    state.found = scanned.value;
  }
  return { hit, end: scanned.end };
}

function walkArray(state: Walk, begin: number, path: string): Walked {
  const step = parseArrayStep(path);
  if (step.rest === undefined && step.pipe !== undefined) {
    state.pipe = step.pipe;
  }
  if (step.query !== undefined) {
    return walkQuery(state, begin, step, step.query);
  }
  return step.hash ? walkHash(state, begin, step) : walkIndex(state, begin, step);
}

function walkIndex(state: Walk, begin: number, step: ArrayStep): Walked {
  const wanted = /^[0-9]+$/.test(step.part) ? Number(step.part) : -1;
  let at = begin;
  for (let index = 0; ; index += 1) {
    at = nextItem(state.json, at);
    if (isArrayEnd(state.json, at)) {
      return { hit: false, end: at + 1 };
    }
    const walked = walkMember(state, at, index === wanted, step.rest);
    if (walked === undefined || walked.hit) {
      return walked ?? { hit: false, end: state.json.length };
    }
    at = walked.end;
  }
}

const ITEM_START = /["{[\]tfn+\-0-9iIN]/g;

/** Index of the next item or closing bracket. */
function nextItem(json: string, index: number): number {
  ITEM_START.lastIndex = index;
  return ITEM_START.exec(json)?.index ?? json.length;
}

/** The text's end closes an array too; JSON lines are read this way. */
function isArrayEnd(json: string, at: number): boolean {
  return at >= json.length || json.charAt(at) === ']';
}

interface Items {
  readonly items: readonly Scanned[];
  readonly end: number;
  readonly broken: boolean;
}

function readItems(json: string, begin: number): Items {
  const items: Scanned[] = [];
  let at = nextItem(json, begin);
  while (!isArrayEnd(json, at)) {
    const item = scanValue(json, at);
    if (item === undefined) {
      return { items, end: json.length, broken: true };
    }
    items.push(item);
    if (item.end > json.length) {
      return { items, end: json.length, broken: true };
    }
    at = nextItem(json, item.end);
  }
  return { items, end: at + 1, broken: false };
}

/** `#` counts; `#.path` collects. */
function walkHash(state: Walk, begin: number, step: ArrayStep): Walked {
  const { items, end, broken } = readItems(state.json, begin);
  if (broken || step.part !== '#') {
    return { hit: false, end };
  }
  if (step.each === undefined) {
    state.found = jsonValue('number', String(items.length));
    return { hit: true, end };
  }
  const [each, pipe] = splitPipe(step.each) ?? [step.each, undefined];
  state.pipe = pipe ?? state.pipe;
  const collected = items
    .map((item) => evaluatePath(item.value.raw, each))
    .filter((value) => exists(value))
    .map((value) => value.raw);
  state.found = jsonValue('json', `[${collected.join(',')}]`);
  return { hit: true, end };
}

function walkQuery(state: Walk, begin: number, step: ArrayStep, query: Query): Walked {
  const { items, end, broken } = readItems(state.json, begin);
  const matched: string[] = [];
  let { rest } = step;
  for (const item of items) {
    if (!queryMatches(query, item.value, evaluatePath)) {
      continue;
    }
    const split = rest === undefined ? undefined : splitPipe(rest);
    if (split !== undefined) {
      [rest, state.pipe] = split;
    }
    const value = rest === undefined ? item.value : evaluatePath(item.value.raw, rest);
    if (!query.all) {
      state.found = value;
      return { hit: true, end: item.end };
    }
    matched.push(value.raw);
  }
  if (query.all && !broken && !exists(state.found)) {
    state.found = jsonValue('json', `[${matched.filter((raw) => raw !== '').join(',')}]`);
  }
  return { hit: false, end };
}
