import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { ExternalSecret, RawObject } from '../../../../core/api/index.ts';
import {
  isTargetValid,
  nextRefreshMs,
  shouldRefresh,
  syncedResourceVersion,
} from '../../../../core/sync/refresh.ts';
import { anExternalSecret } from '../../../support/sync-builders.ts';

const NOW = new Date('2026-01-01T12:00:00Z');
const HOUR_AGO = '2026-01-01T11:00:00Z';
const MINUTE_AGO = '2026-01-01T11:59:00Z';

interface Vectors {
  readonly metadata: readonly {
    readonly annotations: Record<string, string> | null;
    readonly labels: Record<string, string> | null;
    readonly text: string;
    readonly hash: string;
  }[];
}

const vectors = JSON.parse(
  readFileSync(new URL('./go-hashes.json', import.meta.url), 'utf8'),
) as Vectors;

const CURRENT = syncedResourceVersion(anExternalSecret());

describe('syncedResourceVersion', () => {
  for (const { annotations, labels, text, hash } of vectors.metadata) {
    it(`is the generation and Go's hash of ${text}`, () => {
      const externalSecret = anExternalSecret(
        {},
        { generation: 7, annotations: annotations ?? {}, labels: labels ?? {} },
      );

      expect(syncedResourceVersion(externalSecret)).equal(`7-${hash}`);
    });
  }
});

describe('shouldRefresh', () => {
  const cases: readonly (readonly [string, RawObject, RawObject, boolean])[] = [
    ['never synced', {}, {}, true],
    ['CreatedOnce, never synced', { refreshPolicy: 'CreatedOnce' }, {}, true],
    [
      'CreatedOnce, synced and changed',
      { refreshPolicy: 'CreatedOnce' },
      { syncedResourceVersion: '0-x', refreshTime: HOUR_AGO },
      false,
    ],
    [
      'CreatedOnce without a refresh time',
      { refreshPolicy: 'CreatedOnce' },
      { syncedResourceVersion: '0-x' },
      true,
    ],
    [
      'OnChange, unchanged for an hour',
      { refreshPolicy: 'OnChange' },
      { syncedResourceVersion: CURRENT, refreshTime: HOUR_AGO },
      false,
    ],
    [
      'OnChange, changed',
      { refreshPolicy: 'OnChange' },
      { syncedResourceVersion: '0-x', refreshTime: MINUTE_AGO },
      true,
    ],
    [
      'Periodic, interval over',
      { refreshInterval: '1h' },
      { syncedResourceVersion: CURRENT, refreshTime: HOUR_AGO },
      true,
    ],
    [
      'Periodic, interval not over',
      { refreshInterval: '1h' },
      { syncedResourceVersion: CURRENT, refreshTime: MINUTE_AGO },
      false,
    ],
    [
      'Periodic, changed',
      { refreshInterval: '1h' },
      { syncedResourceVersion: '0-x', refreshTime: MINUTE_AGO },
      true,
    ],
    [
      'Periodic, refresh time in the future',
      { refreshInterval: '1h' },
      { syncedResourceVersion: CURRENT, refreshTime: '2026-01-01T13:00:00Z' },
      true,
    ],
    [
      'interval 0, synced',
      { refreshInterval: '0' },
      { syncedResourceVersion: CURRENT, refreshTime: HOUR_AGO },
      false,
    ],
    [
      'interval 0, changed (ESO ignores the edit)',
      { refreshInterval: '0s' },
      { syncedResourceVersion: '0-x', refreshTime: HOUR_AGO },
      true,
    ],
  ];
  for (const [name, spec, status, wanted] of cases) {
    it(`${name}: ${wanted ? 'yes' : 'no'}`, () => {
      expect(shouldRefresh(anExternalSecret(spec, {}, status), NOW)).equal(wanted);
    });
  }
});

describe('nextRefreshMs', () => {
  const synced = { syncedResourceVersion: CURRENT, refreshTime: MINUTE_AGO };
  const cases: readonly (readonly [string, RawObject, RawObject, number, number | undefined])[] = [
    ['what is left of the interval', { refreshInterval: '10m' }, synced, 0, 540_000],
    ['up to a tenth more', { refreshInterval: '5m' }, synced, 0.5, 240_000 + 15_000],
    ['at most a minute more', { refreshInterval: '24h' }, synced, 0.5, 86_340_000 + 30_000],
    [
      'a second at least',
      { refreshInterval: '1ms' },
      { ...synced, refreshTime: '2026-01-01T12:00:00Z' },
      0,
      1000,
    ],
    [
      'a second at least, when little is left',
      { refreshInterval: '61s' },
      { ...synced, refreshTime: '2026-01-01T11:58:59.500Z' },
      0,
      1000,
    ],
    ['a second, when it is due', {}, {}, 0.5, 1000],
    ['never, with interval 0', { refreshInterval: '0' }, synced, 0, undefined],
    ['never, under OnChange', { refreshPolicy: 'OnChange' }, synced, 0, undefined],
  ];
  for (const [name, spec, status, random, wanted] of cases) {
    it(`is ${name}`, () => {
      expect(nextRefreshMs(anExternalSecret(spec, {}, status), NOW, () => random)).equal(wanted);
    });
  }

  it('lies where shouldRefresh says yes', () => {
    const externalSecret = anExternalSecret({ refreshInterval: '10m' }, {}, synced);
    const wait = nextRefreshMs(externalSecret, NOW, () => 0) ?? 0;

    expect(shouldRefresh(externalSecret, new Date(NOW.getTime() + wait))).equal(true);
    expect(shouldRefresh(externalSecret, new Date(NOW.getTime() + wait - 1))).equal(false);
  });
});

describe('isTargetValid', () => {
  const hash = '8175825bf73e311765e0113dbb50e9bbe859a12dec42d785a5174708';
  const raw = {
    metadata: {
      name: 'app',
      labels: { 'reconcile.external-secrets.io/managed': 'true' },
      annotations: { 'reconcile.external-secrets.io/data-hash': hash },
    },
    data: { a: 'MTI=', b: 'Mw==' },
  };
  const cases: readonly (readonly [string, string, RawObject | undefined, boolean])[] = [
    ['as written', 'Owner', raw, true],
    ['gone', 'Owner', undefined, false],
    ['edited', 'Owner', { ...raw, data: { a: 'MTI=', b: 'NA==' } }, false],
    ['without the label', 'Merge', { ...raw, metadata: { ...raw.metadata, labels: {} } }, false],
    [
      'without the hash',
      'Merge',
      { ...raw, metadata: { ...raw.metadata, annotations: {} } },
      false,
    ],
    ['gone under Orphan', 'Orphan', undefined, true],
    ['gone under None', 'None', undefined, true],
  ];
  for (const [name, creationPolicy, secret, wanted] of cases) {
    it(`says ${wanted ? 'yes' : 'no'} to a Secret ${name} (${creationPolicy})`, () => {
      const externalSecret = anExternalSecret({ target: { creationPolicy } });

      expect(isTargetValid(externalSecret, secret)).equal(wanted);
    });
  }
});

describe('sync windows', () => {
  const hourMs = 3_600_000;
  const windows = [{ schedule: '0 2 * * *', duration: '1h' }];
  const at = (time: string): Date => new Date(`2026-03-01T${time}Z`);
  const synced = (kind: 'allow' | 'deny', refreshTime: Date): ExternalSecret => {
    const spec = { refreshInterval: '10m', syncWindows: { kind, windows } };
    const version = syncedResourceVersion(anExternalSecret(spec));
    const status = { refreshTime: refreshTime.toISOString(), syncedResourceVersion: version };
    return anExternalSecret(spec, {}, status);
  };
  const cases = [
    ['allow', '02:30:00', true],
    ['allow', '04:30:00', false],
    ['deny', '02:30:00', false],
    ['deny', '04:30:00', true],
  ] as const;
  for (const [kind, time, expected] of cases) {
    it(`of kind ${kind} ${expected ? 'let' : 'hold back'} an interval that is over at ${time}`, () => {
      const now = at(time);

      expect(shouldRefresh(synced(kind, new Date(now.getTime() - hourMs)), now)).equal(expected);
    });
  }

  it('do not hold back a changed spec', () => {
    const { metadata, ...rest } = synced('deny', at('02:29:00'));
    const changed = { ...rest, metadata: { ...metadata, generation: metadata.generation + 1 } };

    expect(shouldRefresh(changed, at('02:30:00'))).equal(true);
  });

  it('are looked at again every half a minute while they are shut', () => {
    expect(nextRefreshMs(synced('deny', at('01:30:00')), at('02:30:00'), () => 0)).equal(30_000);
  });
});
