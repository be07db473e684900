import { expect } from 'chai';
import { toAppError } from '../../../../core/runtime/index.ts';
import { createProcessTable, createSignalHook } from '../../../../sidecar/reload/index.ts';

const signal = new AbortController().signal;
const SPEC = { kind: 'signal', signal: 'SIGHUP', process: 'nginx' } as const;

/** pid → /proc/<pid>/stat; a pid without one ended just now. */
async function notify(
  stats: Readonly<Record<string, string | undefined>>,
  refusal?: string,
): Promise<{ readonly sent: readonly string[]; readonly fault: string }> {
  const sent: string[] = [];
  const processes = createProcessTable({
    readdir: async () => ['self', 'uptime', ...Object.keys(stats)],
    async readFile(path) {
      const text = stats[path.split('/')[2] ?? ''];
      if (text === undefined) {
        throw new Error('ENOENT');
      }
      return Buffer.from(text);
    },
    kill(pid, name) {
      if (refusal !== undefined) {
        throw Object.assign(new Error('kill'), { code: refusal });
      }
      sent.push(`${name} ${pid}`);
    },
    ownPid: 7,
  });
  try {
    await createSignalHook(SPEC, processes).notify(signal);
    return { sent, fault: '' };
  } catch (error) {
    const { code, message } = toAppError(error);
    return { sent, fault: `${code} ${message}` };
  }
}

describe('createSignalHook', () => {
  it('signals the first process of the name, not those it begot', async () => {
    const { sent } = await notify({
      1: '1 (pause) S 0 1 1',
      12: '12 (nginx) S 1 12 12',
      13: '13 (nginx) S 12 12 12',
      14: '14 (a) (nginx) b) S 1 14 14',
      15: undefined,
    });

    expect(sent).to.deep.equal(['SIGHUP 12']);
  });

  it('signals each of several that stand apart', async () => {
    const { sent } = await notify({ 12: '12 (nginx) S 1 1 1', 20: '20 (nginx) S 1 1 1' });

    expect(sent).to.deep.equal(['SIGHUP 12', 'SIGHUP 20']);
  });

  it('never signals itself', async () => {
    const { sent, fault } = await notify({ 7: '7 (nginx) S 1 1 1' });

    expect(sent).to.deep.equal([]);
    expect(fault).to.match(/^HOOK_FAILED .*no process "nginx"/u);
  });

  for (const [refusal, words] of [
    ['EPERM', 'one runAsUser'],
    ['ESRCH', 'ended meanwhile'],
    ['EINVAL', 'could not be signalled'],
  ] as const) {
    it(`fails with a remedy on ${refusal}`, async () => {
      const { fault } = await notify({ 12: '12 (nginx) S 1 1 1' }, refusal);

      expect(fault).to.match(/^HOOK_FAILED reload hook SIGHUP nginx: process 12/u);
      expect(fault).to.include(words);
    });
  }
});
