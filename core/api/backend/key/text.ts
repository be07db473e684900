const ESCAPES = ['%2e', '%2f', '%5c'];

function isControl(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code <= 0xdfff);
}

function segmentProblem(segments: readonly string[]): string | undefined {
  if (segments.includes('')) {
    return 'has an empty segment (a slash at an end, or two in a row)';
  }
  return segments.some((segment) => segment === '.' || segment === '..')
    ? 'has a segment "." or ".."'
    : undefined;
}

/** Why no backend may be asked for a key written so: it could be understood as another one. Undefined when nothing is wrong. */
export function keyTextProblem(key: string): string | undefined {
  if (key === '') {
    return 'is empty';
  }
  if (Array.from(key).some(isControl)) {
    return 'has control characters or broken Unicode';
  }
  if (key !== key.trim()) {
    return 'begins or ends with white space';
  }
  if (key.includes('\\')) {
    return 'has a backslash';
  }
  const lower = key.toLowerCase();
  return ESCAPES.some((escape) => lower.includes(escape))
    ? 'has an escaped ".", "/" or "\\"'
    : segmentProblem(key.split('/'));
}
