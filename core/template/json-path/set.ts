import { quoteJson } from './quote.ts';
import { nextValueStart, scanAny, scanString } from './scan.ts';
import { isValidJson } from './valid.ts';

type JsonWrite =
  { readonly ok: true; readonly json: string } | { readonly ok: false; readonly message: string };

/**
 * JSON text with a text put at a path, as sjson's Set does it for a push (eso.md 5.2): what is there already keeps its bytes,
 * missing parents are made, a number makes or fills a list, `-1` appends, `:1` is a key and no number, a backslash takes the
 * next character as it is. No text is an empty object or list. Refused, and never done by halves: text that is no JSON, and
 * paths that may mean several places (wildcards, queries, modifiers).
 *
 * @public PushSecret will write a property by it.
 */
export function setJsonPath(json: string, path: string, value: string): JsonWrite {
  if (path === '') {
    return { ok: false, message: 'path cannot be empty' };
  }
  if (json.trim() !== '' && !isValidJson(json)) {
    return { ok: false, message: 'what is there already is no JSON' };
  }
  const steps = parseSteps(path);
  if (steps === undefined) {
    return {
      ok: false,
      message: 'the path must name one place, without wildcards, queries or modifiers',
    };
  }
  if (steps.some(({ index }) => index !== undefined && index > LARGEST_INDEX)) {
    return { ok: false, message: `a list gets no more than ${LARGEST_INDEX} items` };
  }
  return write(json, steps, quoteText(value));
}

const LARGEST_INDEX = 10_000;

interface Step {
  readonly key: string;
  /** What the key is as an item's number. */
  readonly index: number | undefined;
  readonly appends: boolean;
}

const PART = /(:?)((?:[^\\.|#@*?]|\\[^]|\\$)*)(\.|$)/y;

/** Undefined for a path that is not of keys alone. */
function parseSteps(path: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  for (let at = 0, goesOn = true; goesOn; at = PART.lastIndex) {
    PART.lastIndex = at;
    const [, colon = '', part = '', dot = ''] = PART.exec(path) ?? [undefined, '', '!!'];
    if (/^[!{[]./.test(part)) {
      return undefined;
    }
    const key = part.replace(/\\([^]?)/g, '$1');
    const isForced = colon !== '';
    const index = !isForced && /^[0-9]*$/.test(key) ? Number(key) : undefined;
    steps.push({ key, index, appends: !isForced && key === '-1' });
    goesOn = dot !== '';
  }
  return steps;
}

function write(json: string, steps: readonly Step[], value: string): JsonWrite {
  const [step, ...rest] = steps;
  if (step === undefined) {
    return { ok: true, json: value };
  }
  const place = placeOf(json, step);
  if (place === undefined) {
    return add(json, { step, rest }, value);
  }
  const inner = write(json.slice(place.start, place.end), rest, value);
  return inner.ok
    ? { ok: true, json: json.slice(0, place.start) + inner.json + json.slice(place.end) }
    : inner;
}

interface Place {
  readonly start: number;
  readonly end: number;
}

function placeOf(json: string, { key }: Step): Place | undefined {
  const open = json.search(/\S/);
  if (json.charAt(open) === '{') {
    return memberPlace(json, open + 1, key);
  }
  const index = /^[0-9]+$/.test(key) ? Number(key) : undefined;
  return json.charAt(open) === '[' && index !== undefined
    ? itemPlace(json, open + 1, index)
    : undefined;
}

/** The first of equal keys. */
function memberPlace(json: string, begin: number, key: string): Place | undefined {
  for (let at = json.indexOf('"', begin); at >= 0;) {
    const name = scanString(json, at);
    const start = name === undefined ? json.length : nextValueStart(json, name.end);
    const { end } = scanAny(json, start);
    if (name?.value.text === key) {
      return { start, end };
    }
    at = json.indexOf('"', end);
  }
  return undefined;
}

function itemPlace(json: string, begin: number, index: number): Place | undefined {
  let at = begin;
  for (let passed = 0; passed <= index; passed += 1) {
    const start = nextValueStart(json, at);
    if (start >= json.length) {
      return undefined;
    }
    at = scanAny(json, start).end;
    if (passed === index) {
      return { start, end: at };
    }
  }
  return undefined;
}

interface Missing {
  readonly step: Step;
  readonly rest: readonly Step[];
}

/** A member or item that is not there yet, at the end of what there is; what is no container makes way for one. */
function add(json: string, { step, rest }: Missing, value: string): JsonWrite {
  const built = build(rest, value);
  const text = json.trim();
  if (text.startsWith('{') || (!text.startsWith('[') && step.index === undefined)) {
    const head = text.startsWith('{')
      ? json.trimStart().slice(0, json.trimStart().lastIndexOf('}'))
      : '{';
    const comma = /^\{\s*$/.test(head) ? '' : ',';
    return { ok: true, json: `${head}${comma}${quoteText(step.key)}:${built}}` };
  }
  return addItem(text.startsWith('[') ? text : '[]', step, built);
}

function addItem(list: string, { key, index, appends }: Step, built: string): JsonWrite {
  if (appends) {
    const head = list.slice(0, -1);
    return { ok: true, json: `${head}${/^\[\s*$/.test(head) ? '' : ','}${built}]` };
  }
  if (index === undefined) {
    return { ok: false, message: `cannot set array element for non-numeric key '${key}'` };
  }
  const items: string[] = [];
  for (
    let place = itemPlace(list, 1, 0);
    place !== undefined;
    place = itemPlace(list, place.end, 0)
  ) {
    items.push(list.slice(place.start, place.end));
  }
  const nulls = Array.from({ length: Math.max(index - items.length, 0) }, () => 'null');
  return { ok: true, json: `[${[...items, ...nulls, built].join(',')}]` };
}

function build(steps: readonly Step[], value: string): string {
  const [step, ...rest] = steps;
  if (step === undefined) {
    return value;
  }
  const inner = build(rest, value);
  if (step.index !== undefined || step.appends) {
    return `[${'null,'.repeat(step.index ?? 0)}${inner}]`;
  }
  return `{${quoteText(step.key)}:${inner}}`;
}

/** Plain ASCII stands as it is; everything else as Go's encoding/json writes it. */
function quoteText(text: string): string {
  return /^[ !#-[\]-\x7f]*$/.test(text) ? `"${text}"` : quoteJson(text);
}
