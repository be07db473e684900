import { type ByteString, defineFunction, type TemplateFunction } from '../value/index.ts';

/** Sprig's slash-separated paths; the os forms are the same, since the controller runs on Linux. */
export const PATHS: readonly TemplateFunction[] = [
  ...withOs('base', 'osBase', base),
  ...withOs('dir', 'osDir', (path) => clean(path.slice(0, path.lastIndexOf('/') + 1))),
  ...withOs('clean', 'osClean', clean),
  ...withOs('ext', 'osExt', extension),
  ...withOs('isAbs', 'osIsAbs', (path) => path.startsWith('/')),
];

function withOs(
  name: string,
  osName: string,
  operate: (path: ByteString) => ByteString | boolean,
): TemplateFunction[] {
  return [name, osName].map((each) =>
    defineFunction({ name: each, parameters: ['string'], call: ([path]) => operate(path) }),
  );
}

/** path.Base */
function base(path: ByteString): ByteString {
  if (path === '') {
    return '.';
  }
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** path.Ext */
function extension(path: ByteString): ByteString {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot);
}

/** path.Clean: the shortest path that means the same. */
function clean(path: ByteString): ByteString {
  const isRooted = path.startsWith('/');
  const kept: ByteString[] = [];
  for (const element of path.split('/')) {
    if (element === '..') {
      goUp(kept, isRooted);
    } else if (element !== '' && element !== '.') {
      kept.push(element);
    }
  }
  const joined = kept.join('/');
  return isRooted ? `/${joined}` : joined || '.';
}

function goUp(kept: ByteString[], isRooted: boolean): void {
  const last = kept.at(-1);
  if (last !== undefined && last !== '..') {
    kept.pop();
  } else if (!isRooted) {
    kept.push('..');
  }
}
