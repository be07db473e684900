import { parseSelectors, type Selector } from './selectors.ts';
import { quoteJson } from './quote.ts';
import { isValidJson } from './valid.ts';
import { exists, type JsonValue, jsonValue } from './value.ts';

type Evaluate = (json: string, path: string) => JsonValue;

export type Selected =
  | { readonly kind: 'found'; readonly value: JsonValue }
  /** No multipath: gjson goes on with what it could not read. */
  | { readonly kind: 'path'; readonly path: string };

/** A multipath builds a new array or object from several paths. */
export function selectMany(json: string, path: string, evaluate: Evaluate): Selected {
  const opening = path.charAt(0);
  if (opening !== '[' && opening !== '{') {
    return { kind: 'path', path };
  }
  const parsed = parseSelectors(path);
  if (parsed === undefined || !/^([.|]|$)/.test(parsed.rest)) {
    return { kind: 'path', path: parsed?.rest ?? '' };
  }
  const members = parsed.selectors
    .map((selector) => ({ selector, value: evaluate(json, selector.path) }))
    .filter(({ value }) => exists(value))
    .map(({ selector, value }) =>
      opening === '{' ? `${memberName(selector)}:${value.raw}` : value.raw,
    );
  const built = opening === '{' ? `{${members.join(',')}}` : `[${members.join(',')}]`;
  const value =
    parsed.rest === '' ? jsonValue('json', built) : evaluate(built, parsed.rest.slice(1));
  return { kind: 'found', value };
}

function memberName({ name, path }: Selector): string {
  if (name !== undefined && name !== '') {
    return name.startsWith('"') && isValidJson(name) ? name : quoteJson(name);
  }
  const last = lastComponent(path);
  // eslint-disable-next-line no-control-regex -- gjson calls names with control characters "_"
  return quoteJson(/[\0-\x1f[\]{}()#|!]/.test(last) ? '_' : last);
}

function lastComponent(path: string): string {
  for (let at = path.length - 1; at >= 0; at -= 1) {
    if ('|.'.includes(path.charAt(at)) && (at === 0 || path.charAt(at - 1) !== '\\')) {
      return path.slice(at + 1);
    }
  }
  return path;
}
