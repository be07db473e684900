import { expect } from 'chai';
import { createMetrics } from '../../../../core/runtime/index.ts';

describe('createMetrics', () => {
  it('exposes counters, gauges and histograms as Prometheus text', () => {
    const metrics = createMetrics();
    metrics.counter('calls_total', 'Calls.', ['code']).increment({ code: 'a"b\\c\nd' }, 2);
    const gauge = metrics.gauge('age_seconds', 'Age.', ['name']);
    gauge.set({ name: 'kept' }, 1.5);
    gauge.set({ name: 'gone' }, 1);
    gauge.remove({ name: 'gone' });
    const histogram = metrics.histogram('took_seconds', 'Took.', [], [0.1, 1]);
    histogram.observe({}, 0.05);
    histogram.observe({}, 0.5);
    histogram.observe({}, 5);

    expect(metrics.expose().split('\n')).to.deep.equal([
      '# HELP calls_total Calls.',
      '# TYPE calls_total counter',
      'calls_total{code="a\\"b\\\\c\\nd"} 2',
      '# HELP age_seconds Age.',
      '# TYPE age_seconds gauge',
      'age_seconds{name="kept"} 1.5',
      '# HELP took_seconds Took.',
      '# TYPE took_seconds histogram',
      'took_seconds_bucket{le="0.1"} 1',
      'took_seconds_bucket{le="1"} 2',
      'took_seconds_bucket{le="+Inf"} 3',
      'took_seconds_sum 5.55',
      'took_seconds_count 3',
      '',
    ]);
  });

  it('keeps one series whatever the order its labels are given in', () => {
    const metrics = createMetrics();
    const calls = metrics.counter('calls_total', 'Calls.', ['name', 'namespace']);

    calls.increment({ name: 'db', namespace: 'shop' });
    calls.increment({ namespace: 'shop', name: 'db' });

    expect(metrics.expose()).to.contain('\ncalls_total{name="db",namespace="shop"} 2\n');
  });

  it('forgets the counter of what has gone', () => {
    const metrics = createMetrics();
    const calls = metrics.counter('calls_total', 'Calls.', ['name']);
    calls.increment({ name: 'gone' });
    calls.increment({ name: 'kept' });

    calls.remove({ name: 'gone' });

    expect(metrics.expose()).to.contain('"kept"').and.not.contain('"gone"');
  });

  it('refuses a metric that is declared twice', () => {
    const metrics = createMetrics();
    metrics.counter('calls_total', 'Calls.', []);

    expect(() => metrics.gauge('calls_total', 'Calls.', [])).to.throw('declared twice');
  });
});
