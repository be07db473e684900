import { AppError } from '../../runtime/index.ts';
import { keyProblem } from '../transform/check-keys.ts';
import type { RenderedTarget } from './target.ts';

const NAME = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/u;
const PREFIX = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/u;

function isQualifiedName(key: string): boolean {
  const parts = key.split('/');
  const name = parts.pop() ?? '';
  const [prefix = 'none'] = parts;
  return parts.length <= 1 && NAME.test(name) && PREFIX.test(prefix);
}

function metadataProblem(
  target: 'labels' | 'annotations',
  key: string,
  text: string,
): string | undefined {
  if (!isQualifiedName(key)) {
    return 'key is no name that labels and annotations can have';
  }
  return target === 'labels' && text !== '' && !NAME.test(text)
    ? "value is no label value: at most 63 alphanumeric characters, '-', '_' and '.' between them"
    : undefined;
}

function refuse(target: RenderedTarget, index: number, problem: string): never {
  throw new AppError('KEY_INVALID', `${target}: rendered entry ${index + 1}: ${problem}`);
}

/**
 * Refuses rendered labels and annotations the API server would refuse. It would quote them, and they may come out of secret
 * values; so they are told here, by number.
 */
export function checkRenderedMetadata(
  target: 'labels' | 'annotations',
  texts: ReadonlyMap<string, string>,
): void {
  for (const [index, [key, text]] of [...texts].entries()) {
    const problem = metadataProblem(target, key, text);
    if (problem !== undefined) {
      refuse(target, index, problem);
    }
  }
}

/** The same for keys of data that a template made. */
export function checkRenderedKeys(keys: Iterable<string>): void {
  for (const [index, key] of [...keys].entries()) {
    const problem = keyProblem(key);
    if (problem !== undefined) {
      refuse('data', index, problem);
    }
  }
}
