import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backendEnvironment } from '../../core/provider/index.ts';
import { createLogger, type Logger, systemRandom, toAppError } from '../../core/runtime/index.ts';
import type { CommandDeps } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { applyAll } from './apply-all.ts';
import { type DevBackend, EXAMPLE_KEY } from './backend.ts';
import { chooseBackend } from './backend-choice.ts';
import { type DevCluster, startDevCluster } from './cluster.ts';
import { withPods } from './deliver.ts';
import { showInjection } from './injection.ts';
import { type Manifest, readManifests } from './manifests.ts';
import type { Parts } from './parts.ts';
import { createReport, type Report } from './report.ts';
import { rotate } from './rotate.ts';
import { showOthers } from './others.ts';
import { followFiles } from './watch.ts';

export interface QuickStartOptions {
  readonly files: readonly string[];
  readonly watch: boolean;
  readonly verbose: boolean;
}

export interface QuickStart {
  readonly parts: Parts;
  readonly deps: CommandDeps;
  readonly report: Report;
  readonly cluster: DevCluster;
  readonly backend: DevBackend;
  readonly log: Logger;
  /** Temporary; holds the Pods' in-memory volumes. */
  readonly directory: string;
}

const EXAMPLES = new URL('../../examples/quickstart', import.meta.url).pathname;
const REGISTRATION = new URL('../../deploy/base/webhook-configurations.yaml', import.meta.url)
  .pathname;
const CLEAN_UP_MS = 5000;

/** What the quick start leaves behind in a real backend is nothing, however it ends. False: something is left. */
async function cleanUp({ backend, report }: QuickStart): Promise<boolean> {
  try {
    if (await backend.cleanUp(AbortSignal.timeout(CLEAN_UP_MS))) {
      report.line(`${EXAMPLE_KEY} is removed from the backend.`);
    }
    return true;
  } catch (error) {
    const { message } = toAppError(error);
    report.bad(`${EXAMPLE_KEY} is left in the backend: ${message}. Please delete it.`);
    return false;
  }
}

/** The last words; they say no more than what came about. */
function closingWords(refused: readonly string[], isComplete: boolean): readonly string[] {
  if (refused.length === 0 && isComplete) {
    return ['One example was refused, as it should be; everything else arrived.'];
  }
  const files = [...new Set(refused)].join(', ');
  return [
    ...(files === '' ? [] : [`Refused: ${files}.`]),
    ...(isComplete ? [] : ['Not everything of yours arrived; step 3 says what did not, and why.']),
    'The examples arrived.',
  ];
}

async function showAll(
  quickStart: QuickStart,
  manifests: readonly Manifest[],
  watch: boolean,
): Promise<number> {
  const { report, deps } = quickStart;
  const started = deps.clock.monotonicMs();

  report.step('Apply the manifests');
  const refused = await applyAll(quickStart, manifests, EXAMPLES);

  report.step('The Pod, as the webhook changed it');
  await showInjection(quickStart, manifests);

  report.step('What the sidecar and the controller deliver');
  return withPods(quickStart, async (delivery) => {
    const areReady = await showOthers(quickStart, delivery.pods);
    const isComplete = delivery.isComplete && areReady;

    report.step('Rotate the password in the backend');
    await rotate(quickStart, delivery.pods);
    const seconds = ((deps.clock.monotonicMs() - started) / 1000).toFixed(1);
    report.step(`Done in ${seconds} s`);
    for (const line of closingWords(refused, isComplete)) {
      report.line(line);
    }
    if (watch) {
      await followFiles(quickStart, delivery.pods, manifests);
    }
    return refused.length === 0 && isComplete ? EXIT.clean : EXIT.findings;
  });
}

/** The whole tour. Throws an AppError when a part of it does not do its work. */
export async function runQuickStart(
  options: QuickStartOptions,
  deps: CommandDeps,
  parts: Parts,
): Promise<number> {
  const report = createReport(deps);
  const { manifests, unreadable } = await readManifests([EXAMPLES, REGISTRATION, ...options.files]);
  if (unreadable.length > 0) {
    deps.writeError(unreadable.map((reason) => `sallyport dev: ${reason}\n`).join(''));
    return EXIT.unreadable;
  }
  const log = createLogger({
    level: options.verbose ? 'info' : 'error',
    clock: deps.clock,
    write: (line) => {
      deps.writeError(line);
    },
  });
  const outside = {
    clock: deps.clock,
    random: systemRandom,
    log,
    backendEnvironment: backendEnvironment(deps.environment),
  };
  const backend = chooseBackend(deps.environment, outside);
  deps.write(
    'Sallyport quick start: an API server in memory, webhook, controller and sidecar in one process.\n',
  );
  deps.write(`No cluster is touched. Backend: ${backend.description.join('\n')}\n`);

  const directory = await mkdtemp(join(tmpdir(), 'sallyport-'));
  const cluster = await startDevCluster(
    {
      parts,
      onWarning(warning) {
        report.line(`Warning: ${warning}`);
      },
      ...outside,
      registrations: manifests
        .filter(({ file }) => file === REGISTRATION)
        .map(({ object }) => object)
        .filter((object) => object !== undefined),
    },
    deps.signal,
  );
  const quickStart: QuickStart = { parts, deps, report, cluster, backend, log, directory };
  let isClean: boolean;
  let code: number;
  try {
    code = await showAll(
      quickStart,
      manifests.filter(({ file }) => file !== REGISTRATION),
      options.watch,
    );
  } finally {
    isClean = await cleanUp(quickStart);
    await cluster.stop();
    await rm(directory, { recursive: true, force: true });
  }
  return isClean ? code : EXIT.findings;
}
