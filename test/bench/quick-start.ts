import { spawnSync } from 'node:child_process';
import type { Figure } from './figure.ts';

/** `npm start` from nothing running to its end. */
export async function benchQuickStart(): Promise<readonly Figure[]> {
  // The first run, which fills the file cache, is not counted.
  const [, ...times] = [0, 1, 2, 3].map(() => {
    const started = performance.now();
    const { status, stderr } = spawnSync('npm', ['start'], { encoding: 'utf8' });
    if (status !== 0) {
      throw new Error(`npm start failed: ${stderr}`);
    }
    return (performance.now() - started) / 1000;
  });
  const median = times.toSorted((a, b) => a - b)[1] ?? 0;
  return [
    { bench: 'quick-start', what: 'npm start to its end, median of 3', value: median, unit: 's' },
  ];
}
