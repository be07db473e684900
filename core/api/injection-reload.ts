import { parseGoDuration } from '../runtime/index.ts';
import {
  RELOAD_ANNOTATION,
  RELOAD_HTTP_ANNOTATION,
  RELOAD_ROLLBACK_ANNOTATION,
  RELOAD_VERIFY_ANNOTATION,
  STALE_ACTION_ANNOTATION,
  STALE_LIMIT_ANNOTATION,
} from './injection-annotation.ts';
import { readChoice, readFlag, type Reading, refuse, report } from './injection-reading.ts';
import { quote } from './quote.ts';
import { parseHttpRequest, parseReloadHooks, parseVerification } from './reload-request.ts';
import type { ReloadHookSpec, ReloadVerification } from './sidecar-spec.ts';

/** How the application is told of new files. */
export interface ReloadRequest {
  readonly hooks: readonly ReloadHookSpec[];
  readonly verify?: ReloadVerification;
  readonly rollback: boolean;
}

/** What becomes of files the backend does not confirm. */
export interface StalenessRequest {
  /** 0: no limit. */
  readonly limitSeconds: number;
  readonly action: 'keep' | 'unready';
}

/** What `parse` makes of the annotation; undefined where it is absent or wrong, which is reported. */
function readParsed<Value>(
  reading: Reading,
  annotation: string,
  parse: (text: string) => Value | string,
): Value | undefined {
  const text = reading.annotations[annotation];
  if (text === undefined) {
    return undefined;
  }
  const parsed = parse(text);
  if (typeof parsed === 'string') {
    report(reading, 'SPA-P007', annotation, `${quote(text)}: ${parsed}`);
    return undefined;
  }
  return parsed;
}

/** An annotation that says nothing without another. */
function needs(reading: Reading, annotation: string, others: readonly string[]): void {
  const { annotations } = reading;
  if (annotation in annotations && !others.some((other) => other in annotations)) {
    report(reading, 'SPA-P009', annotation, `says nothing without ${others.join(' or ')}; add it`);
  }
}

export function readReload(reading: Reading): ReloadRequest {
  const short = readParsed(reading, RELOAD_HTTP_ANNOTATION, (text) => parseHttpRequest(text));
  const hooks = readParsed(reading, RELOAD_ANNOTATION, parseReloadHooks);
  const verify = readParsed(reading, RELOAD_VERIFY_ANNOTATION, parseVerification);
  const rollback = readFlag(reading, RELOAD_ROLLBACK_ANNOTATION) ?? false;
  if (short !== undefined && hooks !== undefined) {
    const message = `is short for ${RELOAD_ANNOTATION} and cannot stand beside it; write its request there as a step`;
    report(reading, 'SPA-P009', RELOAD_HTTP_ANNOTATION, message);
  }
  needs(reading, RELOAD_VERIFY_ANNOTATION, [RELOAD_ANNOTATION, RELOAD_HTTP_ANNOTATION]);
  needs(reading, RELOAD_ROLLBACK_ANNOTATION, [RELOAD_VERIFY_ANNOTATION]);
  return {
    hooks: hooks ?? (short === undefined ? [] : [short]),
    ...(verify === undefined ? {} : { verify }),
    rollback,
  };
}

function readLimit(reading: Reading): number {
  const text = reading.annotations[STALE_LIMIT_ANNOTATION];
  if (text === undefined) {
    return 0;
  }
  const limitMs = parseGoDuration(text);
  if (limitMs === undefined || limitMs < 1000) {
    refuse(
      reading,
      STALE_LIMIT_ANNOTATION,
      text,
      'write a duration of at least a second, like "1h30m"',
    );
    return 0;
  }
  return Math.floor(limitMs / 1000);
}

export function readStaleness(reading: Reading): StalenessRequest {
  const action = readChoice(reading, STALE_ACTION_ANNOTATION, ['keep', 'unready']);
  needs(reading, STALE_ACTION_ANNOTATION, [STALE_LIMIT_ANNOTATION]);
  return { limitSeconds: readLimit(reading), action };
}
