import { expect } from 'chai';
import type { RawObject } from '../../../../core/api/index.ts';
import { objectAt, objectsAt, textAt } from '../../../../core/runtime/index.ts';
import { injectPod } from '../../../../webhook/injection/inject.ts';

/** A Pod that itself passes Pod Security `restricted`. */
const pod: RawObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'app',
    annotations: {
      'sallyport.dev/inject': 'true',
      'sallyport.dev/external-secrets': 'database',
    },
  },
  spec: { containers: [{ name: 'app', image: 'app:1' }] },
};

function injected(change: RawObject = {}): RawObject {
  const { object } = injectPod(
    { ...pod, spec: { ...objectAt(pod, 'spec'), ...change } },
    { namespace: 'team-a', ownNamespace: 'sallyport-system' },
    {
      image: 'sync:1',
      imagePullPolicy: 'IfNotPresent',
      environment: {},
      tokenAudience: '',
      controllerServes: true,
    },
  );
  return objectAt(object, 'spec');
}

function sidecar(spec: RawObject): RawObject {
  return (
    objectsAt(spec, 'initContainers').find((each) => textAt(each, 'name') === 'sallyport') ?? {}
  );
}

/** The controls of https://kubernetes.io/docs/concepts/security/pod-security-standards/ that a container or volume can break. */
describe('Pod Security restricted', () => {
  const container = sidecar(injected());
  const context = objectAt(container, 'securityContext');

  for (const [control, actual, allowed] of [
    ['privileged', context['privileged'], [undefined, false]],
    ['allowPrivilegeEscalation', context['allowPrivilegeEscalation'], [false]],
    ['runAsNonRoot', context['runAsNonRoot'], [true]],
    [
      'seccompProfile',
      objectAt(context, 'seccompProfile')['type'],
      ['RuntimeDefault', 'Localhost'],
    ],
    ['procMount', context['procMount'], [undefined, 'Default']],
    ['seLinuxOptions', context['seLinuxOptions'], [undefined]],
    ['appArmorProfile', context['appArmorProfile'], [undefined]],
    ['windowsOptions', context['windowsOptions'], [undefined]],
    ['ports', container['ports'], [undefined]],
    ['lifecycle', container['lifecycle'], [undefined]],
  ] as const) {
    it(`allows the sidecar's ${control}`, () => {
      expect(allowed).to.include(actual);
    });
  }

  it('allows its capabilities: all dropped, none added', () => {
    expect(objectAt(context, 'capabilities')).to.deep.equal({ drop: ['ALL'] });
  });

  it('allows its probes, which name no host', () => {
    for (const probe of ['startupProbe', 'livenessProbe']) {
      expect(objectAt(objectAt(container, probe), 'httpGet')).not.to.have.property('host');
    }
  });

  it('allows its volumes', () => {
    const types = objectsAt(injected(), 'volumes').map((volume) =>
      Object.keys(volume).filter((key) => key !== 'name'),
    );

    expect(types).to.deep.equal([['emptyDir'], ['projected']]);
  });

  for (const [title, change] of [
    ['a Pod of root', { securityContext: { runAsUser: 0 } }],
    [
      'containers of root',
      { containers: [{ name: 'app', securityContext: { runAsUser: 0, runAsNonRoot: false } }] },
    ],
  ] as const) {
    it(`never runs the sidecar as root, even in ${title}`, () => {
      expect(objectAt(sidecar(injected(change)), 'securityContext')).to.include({
        runAsUser: 65_532,
        runAsNonRoot: true,
      });
    });
  }

  it('changes nothing of the Pod itself', () => {
    const { containers, initContainers, volumes, ...rest } = injected({
      shareProcessNamespace: true,
    });

    expect(rest).to.deep.equal({ shareProcessNamespace: true });
    expect([containers, initContainers, volumes]).not.to.include(undefined);
  });
});
