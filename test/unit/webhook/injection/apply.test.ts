import { expect } from 'chai';
import fc from 'fast-check';
import type { InjectionRequest, RawObject } from '../../../../core/api/index.ts';
import { objectAt, objectsAt, textAt } from '../../../../core/runtime/index.ts';
import { applyInjection } from '../../../../webhook/injection/apply.ts';
import { planInjection } from '../../../../webhook/injection/plan.ts';
import { aRequest } from './a-request.ts';

const request = aRequest({
  reload: {
    hooks: [{ kind: 'http', method: 'POST', url: 'http://127.0.0.1:1/$(HOME)$$' }],
    rollback: false,
  },
});
const defaults = {
  image: 'sync:1',
  imagePullPolicy: 'IfNotPresent',
  environment: {},
  tokenAudience: '',
  controllerServes: true,
} as const;

function inject(pod: RawObject, asked: InjectionRequest = request): RawObject {
  return applyInjection(pod, planInjection(pod, asked, defaults));
}

/** Everything that puts something into a Pod, at every position and in both forms. */
const requests = fc
  .record({
    position: fc.constantFrom(
      ...(['after-mesh', 'first', 'last'] as const).map((kind) => ({ kind })),
      { kind: 'after', name: 'migrate' } as const,
    ),
    nativeSidecar: fc.boolean(),
    from: fc.constantFrom('secret' as const, 'file' as const),
  })
  .map(({ position, nativeSidecar, from }) =>
    aRequest({
      env: { from, variables: [{ name: 'PASSWORD', source: 'database', key: 'password' }] },
      reload: {
        hooks: [{ kind: 'signal', signal: 'SIGHUP', process: 'nginx' }],
        verify: { kind: 'file' },
        rollback: true,
      },
      sidecar: { resources: {}, position, nativeSidecar, patch: [] },
    }),
  );

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}

const container = fc.record(
  {
    name: fc.constantFrom('app', 'web', 'istio-proxy', 'linkerd-init', 'migrate', 'sallyport'),
    image: fc.string(),
    restartPolicy: fc.constant('Always'),
    securityContext: fc.record({ runAsUser: fc.constantFrom(0, 1, 1000) }),
    volumeMounts: fc.uniqueArray(
      fc.record({ name: fc.constantFrom('a', 'sallyport-secrets'), mountPath: fc.string() }),
      { selector: ({ name }) => name },
    ),
    future: fc.jsonValue(),
  },
  { requiredKeys: ['name'] },
);
function containers(): fc.Arbitrary<unknown> {
  return fc.uniqueArray(container, { selector: ({ name }) => name, maxLength: 4 });
}
const pod = fc
  .record(
    {
      metadata: fc.record({ annotations: fc.dictionary(fc.string(), fc.string()) }),
      spec: fc.record(
        {
          containers: containers(),
          initContainers: containers(),
          volumes: fc.constantFrom(
            [],
            [{ name: 'a' }],
            [{ name: 'sallyport-token' }, { name: 'b' }],
          ),
          securityContext: fc.record({ fsGroup: fc.nat() }),
          future: fc.jsonValue(),
        },
        { requiredKeys: ['containers'] },
      ),
    },
    { requiredKeys: ['spec'] },
  )
  .map((object) => JSON.parse(JSON.stringify(object)) as RawObject);

describe('injection', () => {
  it('applied twice is applied once', () => {
    fc.assert(
      fc.property(pod, requests, (before, asked) => {
        const once = inject(before, asked);

        expect(inject(once, asked)).to.deep.equal(once);
      }),
    );
  });

  it('touches no Pod it was given', () => {
    fc.assert(
      fc.property(pod, (before) => {
        inject(deepFreeze(before));
      }),
    );
  });

  it('keeps every field it does not know', () => {
    fc.assert(
      fc.property(pod, (before) => {
        const after = inject(before);

        expect(objectAt(after, 'spec')['future']).to.deep.equal(objectAt(before, 'spec')['future']);
        const futures = (object: RawObject): readonly unknown[] =>
          objectsAt(objectAt(object, 'spec'), 'containers')
            .filter((each) => each['name'] !== 'sallyport') // ours, and made anew
            .map((each) => each['future']);
        expect(futures(after)).to.deep.equal(futures(before));
      }),
    );
  });

  it('keeps what others completed in the sidecar, until the plan is another', () => {
    const once = inject({ spec: { containers: [{ name: 'app' }] } });
    const spec = objectAt(once, 'spec');
    const [sidecar = {}] = objectsAt(spec, 'initContainers');
    const limited = { ...sidecar, resources: { limits: { cpu: '100m', memory: '128Mi' } } };
    const completed = { ...once, spec: { ...spec, initContainers: [limited] } };

    const again = inject(completed);
    const upgraded = applyInjection(
      completed,
      planInjection(completed, request, { ...defaults, image: 'sync:2' }),
    );

    expect(again).to.deep.equal(completed);
    expect(objectsAt(objectAt(upgraded, 'spec'), 'initContainers')).to.deep.equal([
      { ...sidecar, image: 'sync:2' },
    ]);
  });

  it('moves the sidecar behind a mesh that came later', () => {
    const once = inject({ spec: { containers: [{ name: 'app' }] } });
    const spec = objectAt(once, 'spec');
    const meshed = {
      ...once,
      spec: {
        ...spec,
        initContainers: [...objectsAt(spec, 'initContainers'), { name: 'istio-proxy' }],
      },
    };

    const names = objectsAt(objectAt(inject(meshed), 'spec'), 'initContainers').map(
      (each) => each['name'],
    );

    expect(names).to.deep.equal(['istio-proxy', 'sallyport']);
  });

  it('writes its document so that the kubelet expands nothing in it', () => {
    const [sidecar = {}] = objectsAt(
      objectAt(inject({ spec: { containers: [{ name: 'app' }] } }), 'spec'),
      'initContainers',
    );
    const value = textAt(objectsAt(sidecar, 'env')[0] ?? {}, 'value');

    expect(value).not.to.include('$');
    expect(JSON.parse(value)).to.have.deep.property('reload', request.reload.hooks);
  });
});
