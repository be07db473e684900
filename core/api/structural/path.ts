import { quote } from '../quote.ts';

/** The path of a member: `spec.data`, or in brackets when the name is not a plain word: `data["a.b"]`. */
export function memberPath(owner: string, name: string): string {
  if (!/^[A-Za-z_][\w-]*$/u.test(name)) {
    return `${owner}[${quote(name)}]`;
  }
  return owner === '' ? name : `${owner}.${name}`;
}

export type Segment = string | number;

/** `['spec', 'data', 0]` as `spec.data[0]`. */
export function formatPath(segments: readonly Segment[]): string {
  let path = '';
  for (const segment of segments) {
    path = typeof segment === 'number' ? `${path}[${segment}]` : memberPath(path, segment);
  }
  return path;
}
