import { expect } from 'chai';
import { AppError, type ErrorCode } from '../../../../core/runtime/index.ts';
import type { RenderedSecret, SyncOutcome } from '../../../../core/sync/index.ts';
import { mergeCondition, reportFailure, reportOutcome } from '../../../../core/sync/status.ts';
import { syncedResourceVersion } from '../../../../core/sync/refresh.ts';
import { anExternalSecret } from '../../../support/sync-builders.ts';

const NOW = new Date('2026-01-01T12:00:00.500Z');
const EARLIER = '2025-01-01T00:00:00Z';
const RENDERED: RenderedSecret = {
  namespace: 'team-a',
  name: 'app',
  type: '',
  data: new Map(),
  labels: {},
  annotations: {},
  finalizers: [],
  digest: '',
  missing: ['spec.data[1] (key: gone)'],
};

describe('status of a pass that ended well', () => {
  const cases: readonly (readonly [SyncOutcome, string, string])[] = [
    [{ kind: 'synced', changed: true, secret: RENDERED }, 'SecretSynced', 'secret synced'],
    [{ kind: 'retained' }, 'SecretSynced', 'secret retained due to DeletionPolicy=Retain'],
    [{ kind: 'deleted' }, 'SecretDeleted', 'secret deleted due to DeletionPolicy=Delete'],
    [
      { kind: 'target-missing' },
      'SecretMissing',
      'secret will not be created due to CreationPolicy=Merge',
    ],
  ];
  for (const [outcome, reason, message] of cases) {
    it(`${outcome.kind} is Ready with reason ${reason}`, () => {
      const { status } = reportOutcome(anExternalSecret(), outcome, NOW);

      expect(status.conditions).deep.equal([
        {
          type: 'Ready',
          status: 'True',
          reason,
          message,
          lastTransitionTime: '2026-01-01T12:00:00Z',
        },
      ]);
      expect(status.refreshTime).equal('2026-01-01T12:00:00Z');
      expect(status.syncedResourceVersion).equal(syncedResourceVersion(anExternalSecret()));
    });
  }

  it('binds the Secret that was written, and lets go of one that was deleted', () => {
    const synced = { kind: 'synced', changed: true, secret: RENDERED } as const;
    const bound = anExternalSecret({}, {}, { binding: { name: 'app' } });

    expect(reportOutcome(anExternalSecret(), synced, NOW).status.binding).deep.equal({
      name: 'app',
    });
    expect(reportOutcome(bound, { kind: 'retained' }, NOW).status.binding).deep.equal({
      name: 'app',
    });
    expect(reportOutcome(bound, { kind: 'deleted' }, NOW).status.binding).deep.equal({ name: '' });
  });

  it('tells of what is missing and of what was written', () => {
    const synced = { kind: 'synced', changed: true, secret: RENDERED } as const;
    const bound = anExternalSecret({}, {}, { binding: { name: 'app' } });

    expect(reportOutcome(anExternalSecret(), synced, NOW).events).deep.equal([
      {
        type: 'Normal',
        reason: 'MissingProviderSecret',
        message: 'secret does not exist at provider using spec.data[1] (key: gone)',
      },
      { type: 'Normal', reason: 'Created', message: 'secret created' },
    ]);
    expect(reportOutcome(bound, synced, NOW).events.map(({ reason }) => reason)).deep.equal([
      'MissingProviderSecret',
      'Updated',
    ]);
  });

  it('tells of nothing when nothing changed', () => {
    const unchanged = {
      kind: 'synced',
      changed: false,
      secret: { ...RENDERED, missing: [] },
    } as const;

    expect(reportOutcome(anExternalSecret(), unchanged, NOW).events).deep.equal([]);
  });
});

describe('status of a pass that failed', () => {
  const cases: readonly (readonly [ErrorCode, string, string])[] = [
    ['ACCESS_DENIED', 'x', 'could not get secret data from provider: x'],
    ['STORE_NOT_FOUND', 'x', 'could not get secret data from provider: x'],
    ...(
      ['TEMPLATE_FAILED', 'KEY_INVALID', 'DECODE_FAILED', 'KUBE_FORBIDDEN', 'SPEC_INVALID'] as const
    ).map(
      (code) =>
        [
          code,
          'spec.target.template.data: x',
          'could not update secret: could not apply template: spec.target.template.data: x',
        ] as const,
    ),
    [
      'TEMPLATE_FAILED',
      'spec.dataFrom[0].find: failed rewrite operation[0]: x',
      'could not get secret data from provider: spec.dataFrom[0].find: failed rewrite operation[0]: x',
    ],
    ['SINK_FAILED', 'could not update secret: x', 'could not update secret: x'],
    [
      'SINK_CONFLICT',
      'target is owned by another ExternalSecret: x',
      'target is owned by another ExternalSecret: x',
    ],
  ];
  for (const [code, said, message] of cases) {
    it(`${code} is SecretSyncedError: ${message}`, () => {
      const before = {
        refreshTime: EARLIER,
        syncedResourceVersion: '1-x',
        binding: { name: 'app' },
      };
      const report = reportFailure(anExternalSecret({}, {}, before), new AppError(code, said), NOW);

      expect(report.status).deep.equal({
        ...before,
        conditions: [
          {
            type: 'Ready',
            status: 'False',
            reason: 'SecretSyncedError',
            message,
            lastTransitionTime: '2026-01-01T12:00:00Z',
          },
        ],
      });
      expect(report.events).deep.equal([
        { type: 'Warning', reason: 'UpdateFailed', message: said },
      ]);
    });
  }

  it('keeps a condition short', () => {
    const fault = new AppError('INTERNAL', 'x'.repeat(5000));

    const [condition] = reportFailure(anExternalSecret(), fault, NOW).status.conditions;

    expect(condition?.message).length(4096);
  });
});

describe('mergeCondition', () => {
  const before = {
    type: 'Ready',
    status: 'False',
    reason: 'SecretSyncedError',
    message: 'old',
    lastTransitionTime: EARLIER,
  } as const;
  const other = { ...before, type: 'Deleted' };

  it('keeps the time while the status is the same', () => {
    const next = { ...before, message: 'new' };

    expect(mergeCondition([other, before], next, NOW)).deep.equal([other, next]);
  });

  it('sets the time when the status changes', () => {
    const next = { ...before, status: 'True' } as const;

    expect(mergeCondition([before], next, NOW)).deep.equal([
      { ...next, lastTransitionTime: '2026-01-01T12:00:00Z' },
    ]);
  });
});
