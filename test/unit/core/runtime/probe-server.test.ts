import { expect } from 'chai';
import { AppError, createProbeServer } from '../../../../core/runtime/index.ts';

describe('createProbeServer', () => {
  it('answers each probe with 200 or 503 and its reason, and serves metrics', async () => {
    let problem: string | undefined = 'still waiting for db';
    const server = createProbeServer({
      host: '127.0.0.1',
      port: 0,
      probes: { '/started': () => problem, '/livez': () => undefined },
      metrics: () => 'a 1\n',
    });
    await server.start(new AbortController().signal);
    const ask = async (path: string): Promise<string> => {
      const response = await fetch(`http://127.0.0.1:${server.port()}${path}`);
      return `${response.status} ${await response.text()}`;
    };

    const before = await ask('/started?verbose');
    problem = undefined;
    const answers = [
      before,
      await ask('/started'),
      await ask('/livez'),
      await ask('/metrics'),
      await ask('/x'),
    ];
    await server.stop();

    expect(answers).to.deep.equal([
      '503 still waiting for db\n',
      '200 ok\n',
      '200 ok\n',
      '200 a 1\n',
      '404 ',
    ]);
  });

  it('says where it cannot listen, and that the setting is wrong', async () => {
    const options = { host: '127.0.0.1', probes: {}, metrics: () => '' };
    const signal = new AbortController().signal;
    const first = createProbeServer({ ...options, port: 0 });
    await first.start(signal);
    const second = createProbeServer({ ...options, port: first.port() });

    const fault = await second.start(signal).catch((error: unknown) => error);
    await first.stop();

    expect(fault).to.be.instanceOf(AppError).with.property('code', 'CONFIG_INVALID');
    expect(fault)
      .to.have.property('message')
      .that.contains(`127.0.0.1:`)
      .and.contains('EADDRINUSE');
  });
});
