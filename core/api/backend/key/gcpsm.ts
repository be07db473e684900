import { absolute, type KeyReading, plain, unreadable } from './reading.ts';

/** A short name, or `projects/P/[locations/L/]secrets/NAME[/versions/V]`, which may lie in another project. */
export function readGcpKey(key: string): KeyReading {
  const segments = key.split('/');
  if (segments.length === 1) {
    return plain(key);
  }
  const at = segments.indexOf('secrets');
  const name = segments[at + 1];
  return segments[0] === 'projects' && at > 0 && name !== undefined
    ? absolute(name)
    : unreadable('has a slash; Google Secret Manager knows short names, and full resource names');
}
