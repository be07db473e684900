import { expect } from 'chai';
import type { RawObject } from '../../../../core/api/index.ts';
import {
  apiVersionOf,
  type KubernetesApi,
  SECRET_ACCESS_CONFIGS,
  SECRET_ACCESS_POLICIES,
} from '../../../../core/kube/index.ts';
import { createMemoryApi } from '../../../../core/kube/memory/index.ts';
import { createPolicySet, type PolicySet } from '../../../../core/policy/index.ts';
import {
  AppError,
  createLogger,
  numberAt,
  objectAt,
  objectsAt,
  textAt,
} from '../../../../core/runtime/index.ts';
import { createPolicyStatus } from '../../../../webhook/policy/status.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';

const OPTIONS = { fieldManager: 'test' };
const SOUND = { validationActions: ['Deny'], stores: [{ kind: 'SecretStore' }] };
const UNSOUND = { ...SOUND, deny: [{ name: 'd', keys: ['{{nonsense}}'] }] };

describe('policy status', () => {
  let end: AbortController;
  let clock: FakeClock;
  let memory: KubernetesApi;
  let set: PolicySet;
  let problem: string | undefined;
  let fault: AppError | undefined;
  let patches: number;

  beforeEach(async () => {
    end = new AbortController();
    clock = createFakeClock();
    memory = createMemoryApi({ clock });
    [problem, fault, patches] = [undefined, undefined, 0];
    const status = createPolicyStatus({
      snapshot: {
        problem: () => problem,
        policies: () => set.inForce(),
        storedPolicies: () => set.stored(),
        storedConfig: () => set.storedConfig(),
      },
      api: {
        ...memory,
        // eslint-disable-next-line max-params -- the port's own shape
        async patch(resource, ref, body, options, signal) {
          patches += 1;
          if (fault !== undefined) {
            throw fault;
          }
          return memory.patch(resource, ref, body, options, signal);
        },
      },
      clock,
      log: createLogger({ level: 'error', clock, write: () => undefined }),
    });
    set = createPolicySet(status.changed);
    await status.start(end.signal);
  });
  afterEach(() => {
    end.abort();
  });

  async function store(spec: RawObject, resource = SECRET_ACCESS_POLICIES): Promise<void> {
    const head = { apiVersion: apiVersionOf(resource), kind: resource.kind };
    const metadata = { name: 'cluster' };
    await memory.create(resource, { ...head, metadata, spec }, OPTIONS, end.signal);
    await seen(resource);
  }

  /** The watch brings the object as it is now. */
  async function seen(resource = SECRET_ACCESS_POLICIES): Promise<RawObject> {
    const ref = { namespace: '', name: 'cluster' };
    const object = (await memory.get(resource, ref, end.signal)) ?? {};
    const put = resource === SECRET_ACCESS_POLICIES ? set.putPolicy : set.putConfig;
    put('/cluster', object);
    return objectAt(object, 'status');
  }

  async function pass(milliseconds = 500): Promise<void> {
    await clock.settle();
    await clock.advance(milliseconds);
    await clock.settle();
  }

  it('is Ready for a policy that compiles', async () => {
    await store(SOUND);
    await pass();

    const status = await seen();
    expect(numberAt(status, 'observedGeneration')).to.equal(1);
    expect(objectsAt(status, 'conditions')[0]).to.include({ status: 'True', reason: 'Compiled' });
  });

  it('says what is wrong with a policy that does not compile', async () => {
    await store(UNSOUND);
    await pass();

    const [condition = {}] = objectsAt(await seen(), 'conditions');
    expect(condition).to.include({ status: 'False', reason: 'DoesNotCompile' });
    expect(textAt(condition, 'message')).to.match(/^spec\.deny\[0\].*nonsense.*SPA-R002/u);
  });

  it('says what is wrong with the settings', async () => {
    await store({ ungoverned: 'Perhaps' }, SECRET_ACCESS_CONFIGS);
    await pass();

    const [condition = {}] = objectsAt(await seen(SECRET_ACCESS_CONFIGS), 'conditions');
    expect(textAt(condition, 'message')).to.match(/ungoverned/u);
  });

  it('is not written again by its own change, nor against the words of another version', async () => {
    await store(SOUND);
    await pass();
    await seen();
    await pass();
    expect(patches).to.equal(1);

    const other = { status: { conditions: [{ type: 'Ready', status: 'True', message: 'fine' }] } };
    const ref = { namespace: '', name: 'cluster' };
    const options = { ...OPTIONS, type: 'merge', subresource: 'status' } as const;
    await memory.patch(SECRET_ACCESS_POLICIES, ref, other, options, end.signal);
    await seen();
    await pass();
    expect(patches).to.equal(1);
  });

  it('waits until everything was listed', async () => {
    problem = 'not in yet';
    await store(SOUND);
    await pass();
    expect(patches).to.equal(0);

    problem = undefined;
    await pass();
    expect(patches).to.equal(1);
  });

  it('tries again after a failure, and not for an object that is gone', async () => {
    fault = new AppError('KUBE_UNAVAILABLE', 'away');
    await store(SOUND);
    await pass();
    await pass(10_000);
    expect(patches).to.equal(2);

    fault = new AppError('KUBE_NOT_FOUND', 'gone');
    await pass(10_000);
    await pass(10_000);
    expect(patches).to.equal(3);
  });
});
