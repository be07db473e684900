import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { createMetrics } from '../../../core/runtime/index.ts';
import { SIDECAR_VARIABLES } from '../../../sidecar/config.ts';
import { createSidecarMetrics } from '../../../sidecar/metrics.ts';

const PAGE = join(import.meta.dirname, '../../../docs/reference/sidecar.md');

/** The first two cells of each table row whose first cell matches. */
async function rows(pattern: RegExp): Promise<readonly (readonly string[])[]> {
  return (await readFile(PAGE, 'utf8'))
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, 3)
        .map((cell) => cell.trim().replaceAll('`', '')),
    )
    .filter(([first]) => first !== undefined && pattern.test(first));
}

describe('docs/reference/sidecar.md', () => {
  it('has every variable and its default', async () => {
    expect(await rows(/^SALLYPORT_/u)).to.deep.equal(
      Object.entries(SIDECAR_VARIABLES).map(([name, preset]) => [name, preset ?? 'required']),
    );
  });

  it('has every metric', async () => {
    const registry = createMetrics();
    createSidecarMetrics(registry);
    const declared = [...registry.expose().matchAll(/^# TYPE (\S+)/gmu)].map(([, name]) => name);

    expect(
      (await rows(/^(?:sallyport_sidecar_|externalsecret_)/u)).map(([name]) => name),
    ).to.deep.equal(declared);
  });
});
