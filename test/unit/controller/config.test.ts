import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { CONTROLLER_VARIABLES, parseControllerConfig } from '../../../controller/config.ts';

const defaults = {
  namespaces: [],
  controllerClass: 'default',
  concurrency: 8,
  storeIntervalMs: 300_000,
  lease: undefined,
  identity: '',
  probeHost: '0.0.0.0',
  probePort: 9808,
  logLevel: 'info',
};

describe('parseControllerConfig', () => {
  it('has a default for everything and leaves other variables alone', () => {
    expect(
      parseControllerConfig({
        PATH: '/bin',
        KUBECONFIG: '/k',
        SALLYPORT_WEBHOOK_SERVICE_HOST: '10.0.0.1',
      }),
    ).to.deep.equal({
      ok: true,
      value: defaults,
    });
  });

  it('reads each setting', () => {
    const result = parseControllerConfig({
      SALLYPORT_NAMESPACES: 'team-a, team-b',
      SALLYPORT_CONTROLLER_CLASS: 'blue',
      SALLYPORT_CONCURRENCY: '32',
      SALLYPORT_STORE_INTERVAL: '1m30s',
      SALLYPORT_LEASE: 'sallyport-system/sallyport-controller',
      SALLYPORT_POD_NAME: 'controller-1',
      SALLYPORT_PROBE_HOST: '127.0.0.1',
      SALLYPORT_PROBE_PORT: '0',
      SALLYPORT_LOG_LEVEL: 'debug',
    });

    expect(result).to.deep.equal({
      ok: true,
      value: {
        namespaces: ['team-a', 'team-b'],
        controllerClass: 'blue',
        concurrency: 32,
        storeIntervalMs: 90_000,
        lease: { namespace: 'sallyport-system', name: 'sallyport-controller' },
        identity: 'controller-1',
        probeHost: '127.0.0.1',
        probePort: 0,
        logLevel: 'debug',
      },
    });
  });

  it('reports every problem at once', () => {
    const result = parseControllerConfig({
      SALLYPORT_CONCURENCY: '8',
      SALLYPORT_CONCURRENCY: '0',
      SALLYPORT_STORE_INTERVAL: 'soon',
    });

    expect(result.ok ? [] : result.findings.map(({ id, path }) => `${id} ${path}`)).to.deep.equal([
      'CFG-CONTROLLER SALLYPORT_CONCURENCY',
      'CFG-CONTROLLER SALLYPORT_CONCURRENCY',
      'CFG-CONTROLLER SALLYPORT_STORE_INTERVAL',
    ]);
  });

  it('is documented, variable by variable, with its defaults', () => {
    const page = readFileSync('docs/reference/controller.md', 'utf8');
    const rows = [...page.matchAll(/^\| `(SALLYPORT_\w+)` \|(?: `([^`]+)`)? \|/gmu)];

    expect(rows.map(([, name]) => name).toSorted()).to.deep.equal(CONTROLLER_VARIABLES.toSorted());
    const stated: readonly (readonly [string, string])[] = rows.flatMap(([, name = '', preset]) =>
      preset === undefined ? [] : [[name, preset] as const],
    );
    expect(parseControllerConfig(Object.fromEntries(stated))).to.deep.equal({
      ok: true,
      value: defaults,
    });
  });

  it('wants to know who it is where there is a Lease', () => {
    const result = parseControllerConfig({ SALLYPORT_LEASE: 'a/b' });

    expect(result.ok ? [] : result.findings.map(({ path }) => path)).to.deep.equal([
      'SALLYPORT_POD_NAME',
    ]);
  });

  const refused: Readonly<Record<string, readonly string[]>> = {
    SALLYPORT_NAMESPACES: ['Team', 'a,,b', 'a b'],
    SALLYPORT_CONTROLLER_CLASS: [''],
    SALLYPORT_CONCURRENCY: ['', '-1', '1.5', '257', '0x10'],
    SALLYPORT_STORE_INTERVAL: ['0', '5', '999ms', '-5m'],
    SALLYPORT_LEASE: ['', 'name', 'a/b/c', 'A/b'],
    SALLYPORT_PROBE_PORT: ['65536', 'http'],
    SALLYPORT_LOG_LEVEL: ['INFO', 'trace'],
  };
  for (const [name, texts] of Object.entries(refused)) {
    for (const text of texts) {
      it(`refuses ${name}=${JSON.stringify(text)}`, () => {
        const result = parseControllerConfig({ SALLYPORT_POD_NAME: 'controller-1', [name]: text });

        expect(result.ok ? [] : result.findings.map(({ path }) => path)).to.deep.equal([name]);
      });
    }
  }
});
