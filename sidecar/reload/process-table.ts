import type { ProcessEntry, ProcessTable } from './signal-hook.ts';

/** `pid (name) state parent …`; a name may hold spaces and parentheses. */
const STAT = /^(\d+) \((.*)\) \S (\d+) /su;

/** What the table is read through; node:fs/promises and process.kill are one implementation. */
export interface ProcessTableDeps {
  readonly readdir: (path: string) => Promise<readonly string[]>;
  readonly readFile: (path: string) => Promise<Uint8Array>;
  readonly kill: (pid: number, signal: NodeJS.Signals) => void;
  /** This process; it is left out. */
  readonly ownPid: number;
}

/** The processes of the Pod, where its containers share one namespace. */
export function createProcessTable(deps: ProcessTableDeps): ProcessTable {
  async function read(pid: string): Promise<readonly ProcessEntry[]> {
    try {
      const text = Buffer.from(await deps.readFile(`/proc/${pid}/stat`)).toString('utf8');
      const [, , name, parent] = STAT.exec(text) ?? [];
      return name === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), name }];
    } catch {
      return []; // it ended between the listing and the reading
    }
  }

  return {
    async list() {
      const pids = (await deps.readdir('/proc')).filter((each) => /^\d+$/u.test(each));
      const entries: ProcessEntry[] = [];
      for (const pid of pids) {
        entries.push(...(await read(pid)));
      }
      return entries.filter(({ pid }) => pid !== deps.ownPid);
    },
    kill: deps.kill,
  };
}
