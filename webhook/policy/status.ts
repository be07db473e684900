import type { Finding, RawObject } from '../../core/api/index.ts';
import {
  type ObjectWriter,
  patchStatus,
  type Resource,
  SECRET_ACCESS_CONFIGS,
  SECRET_ACCESS_POLICIES,
} from '../../core/kube/index.ts';
import {
  type Clock,
  type Component,
  type Logger,
  numberAt,
  objectAt,
  objectsAt,
  textAt,
  toAppError,
} from '../../core/runtime/index.ts';
import type { Snapshot } from '../snapshot/index.ts';

/** A list of many policies is written of once. */
const SETTLE_MS = 500;
const RETRY_MS = 10_000;
const MAX_FINDINGS = 10;
const FIELD_MANAGER = 'sallyport-webhook';

export interface PolicyStatusDeps {
  readonly snapshot: Pick<Snapshot, 'problem' | 'policies' | 'storedPolicies' | 'storedConfig'>;
  readonly api: ObjectWriter;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Writes condition Ready of policies and settings. Every replica may: all say the same of the same generation. */
export interface PolicyStatus extends Component {
  /** Policies or settings have changed; what must be written is, a moment later. */
  readonly changed: () => void;
}

interface Subject {
  readonly resource: Resource;
  readonly object: RawObject;
  readonly findings: readonly Finding[];
}

function errorText(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const said = errors
    .slice(0, MAX_FINDINGS)
    .map(({ id, path, message }) => `${path === '' ? '' : `${path}: `}${message} (${id})`);
  const more = errors.length - said.length;
  return [...said, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/** Nothing but the object decides it, so that replicas that started at different times agree. */
function conditionOf({ findings }: Subject): RawObject {
  const problem = errorText(findings);
  return problem === ''
    ? { type: 'Ready', status: 'True', reason: 'Compiled', message: 'compiled' }
    : { type: 'Ready', status: 'False', reason: 'DoesNotCompile', message: problem };
}

function isSame(before: RawObject, condition: RawObject): boolean {
  return Object.entries(condition).every(([name, value]) => before[name] === value);
}

function keyOf({ resource, object }: Subject): string {
  const metadata = objectAt(object, 'metadata');
  const generation = numberAt(metadata, 'generation');
  return `${resource.plural}/${textAt(metadata, 'name')}/${textAt(metadata, 'uid')}/${generation}`;
}

function subjectsOf({ snapshot }: PolicyStatusDeps): readonly Subject[] {
  const { problems, configFindings } = snapshot.policies();
  const found = new Map(problems.map(({ policy, findings }) => [policy, findings]));
  const config = snapshot.storedConfig();
  return [
    ...snapshot.storedPolicies().map((object) => ({
      resource: SECRET_ACCESS_POLICIES,
      object,
      findings: found.get(textAt(objectAt(object, 'metadata'), 'name')) ?? [],
    })),
    ...(config === undefined
      ? []
      : [{ resource: SECRET_ACCESS_CONFIGS, object: config, findings: configFindings }]),
  ];
}

/** Writes what differs. Of one generation it corrects the words of another version of itself once, and not for ever. */
async function writeStatus(
  subject: Subject,
  isWritten: boolean,
  { api, clock }: PolicyStatusDeps,
  signal: AbortSignal,
): Promise<void> {
  const { resource, object } = subject;
  const metadata = objectAt(object, 'metadata');
  const status = objectAt(object, 'status');
  const generation = numberAt(metadata, 'generation');
  const before = objectsAt(status, 'conditions').find(({ type }) => type === 'Ready') ?? {};
  const condition = conditionOf(subject);
  const isCurrent = numberAt(status, 'observedGeneration') === generation;
  if (isCurrent && (isWritten || isSame(before, condition))) {
    return;
  }
  const since =
    before['status'] === condition['status'] ? textAt(before, 'lastTransitionTime') : '';
  const lastTransitionTime =
    since === ''
      ? clock
          .now()
          .toISOString()
          .replace(/\.\d+Z$/u, 'Z')
      : since;
  await patchStatus(
    {
      api,
      resource,
      ref: { namespace: '', name: textAt(metadata, 'name') },
      before: status,
      fieldManager: FIELD_MANAGER,
    },
    { observedGeneration: generation, conditions: [{ ...condition, lastTransitionTime }] },
    signal,
  );
}

/** Writes of all; false when something must be tried again. */
function createWriter(deps: PolicyStatusDeps): (signal: AbortSignal) => Promise<boolean> {
  let written = new Set<string>();

  async function isSettled(subject: Subject, signal: AbortSignal): Promise<boolean> {
    try {
      await writeStatus(subject, written.has(keyOf(subject)), deps, signal);
      return true;
    } catch (fault) {
      const { code, message } = toAppError(fault);
      const isGone = code === 'KUBE_NOT_FOUND';
      if (!isGone && !signal.aborted) {
        deps.log.warn('the status of a policy was not written', { code, message });
      }
      return isGone;
    }
  }

  return async (signal) => {
    const subjects = subjectsOf(deps);
    const settled = new Set<string>();
    for (const subject of subjects) {
      if (await isSettled(subject, signal)) {
        settled.add(keyOf(subject));
      }
    }
    written = settled;
    return settled.size === subjects.length;
  };
}

export function createPolicyStatus(deps: PolicyStatusDeps): PolicyStatus {
  const writeAll = createWriter(deps);
  let isDue = false;
  let wake: () => void = () => undefined;
  let running: Promise<void> = Promise.resolve();

  /** How long to wait before the next round. */
  async function round(signal: AbortSignal): Promise<number> {
    if (signal.aborted || deps.snapshot.problem() !== undefined) {
      return SETTLE_MS;
    }
    isDue = false;
    if (await writeAll(signal)) {
      return SETTLE_MS;
    }
    isDue = true;
    return RETRY_MS;
  }

  async function run(signal: AbortSignal): Promise<void> {
    let waitMs = SETTLE_MS;
    while (!signal.aborted) {
      if (!isDue) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      await deps.clock.sleep(waitMs, signal).catch(() => undefined);
      waitMs = await round(signal);
    }
  }

  return {
    name: 'policy-status',
    changed() {
      isDue = true;
      wake();
    },
    async start(signal) {
      signal.addEventListener('abort', () => {
        wake();
      });
      running = run(signal);
    },
    async stop() {
      await running;
    },
  };
}
