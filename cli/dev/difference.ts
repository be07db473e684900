import { createTwoFilesPatch } from 'diff';
import { stringify } from 'yaml';
import type { RawObject } from '../../core/api/index.ts';
import type { Style } from '../command.ts';

/** What changed between two forms of an object, as a unified diff of their YAML, without the file heads. */
export function describeDifference(before: RawObject, after: RawObject, style: Style): string {
  const patch = createTwoFilesPatch(
    'before',
    'after',
    stringify(before),
    stringify(after),
    '',
    '',
    {
      context: 2,
    },
  );
  return patch
    .split('\n')
    .slice(4)
    .filter((line) => line !== '' && !line.startsWith('\\'))
    .map((line) => {
      if (line.startsWith('+')) {
        return style.green(line);
      }
      return line.startsWith('-') ? style.red(line) : style.dim(line);
    })
    .join('\n');
}
