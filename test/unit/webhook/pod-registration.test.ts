import { expect } from 'chai';
import { objectAt, objectsAt, textAt } from '../../../core/runtime/index.ts';
import { type PodPlace, podPlaces, podRegistration } from '../../../webhook/pod-registration.ts';
import { compilePolicies } from '../../../core/policy/index.ts';

const SERVICE = { namespace: 'sallyport-system', serviceName: 'sallyport-webhook' };
const EXCLUDED = ['kube-system', 'kube-public', 'kube-node-lease', 'sallyport-system'];

function place(fields: Partial<PodPlace>): PodPlace {
  return { names: undefined, selector: undefined, isEnforced: true, ...fields };
}

describe('registration for Pods', () => {
  it('is nothing where no policy speaks of Pods', () => {
    expect(podRegistration([], SERVICE)).to.deep.equal([]);
    expect(podRegistration([place({ names: [] })], SERVICE)).to.deep.equal([]);
  });

  it('asks about new Pods and ephemeral containers, fails closed, and never about the namespaces a cluster starts with', () => {
    const [entry = {}, ...others] = podRegistration([place({ names: ['shop'] })], SERVICE);

    expect(others).to.deep.equal([]);
    expect(entry).to.include({ name: 'pods.sallyport.dev', failurePolicy: 'Fail' });
    expect(objectAt(objectAt(entry, 'clientConfig'), 'service')).to.deep.equal({
      namespace: 'sallyport-system',
      name: 'sallyport-webhook',
      port: 443,
      path: '/validate-pods',
    });
    expect(
      objectsAt(entry, 'rules').map(({ operations, resources }) => [operations, resources]),
    ).to.deep.equal([
      [['CREATE'], ['pods']],
      [['UPDATE'], ['pods/ephemeralcontainers']],
    ]);
    expect(objectAt(entry, 'namespaceSelector')).to.deep.equal({
      matchExpressions: [
        { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: EXCLUDED },
      ],
    });
  });

  it('joins the names of all policies into one condition, whatever their order', () => {
    const places = [place({ names: ['team-*', 'shop'] }), place({ names: ['shop', 'a.b', 'B'] })];

    const [entry = {}] = podRegistration(places, SERVICE);

    expect(objectsAt(entry, 'matchConditions')).to.deep.equal([
      {
        name: 'named-by-a-policy',
        expression: 'request.namespace.matches("^(?:shop|team-.*)$")',
      },
    ]);
    expect(podRegistration(places.toReversed(), SERVICE)).to.deep.equal([entry]);
  });

  it('has no condition where one of the policies names no names', () => {
    const [entry = {}] = podRegistration([place({ names: ['shop'] }), place({})], SERVICE);

    expect(entry).to.have.deep.property('matchConditions', []);
  });

  it('has an entry for each label selector, with a name of its own', () => {
    const selector = { matchLabels: { tier: 'prod' } };
    const entries = podRegistration(
      [place({ selector }), place({ selector, names: ['shop'] }), place({ names: ['x'] })],
      SERVICE,
    );

    const names = entries.map((entry) => textAt(entry, 'name'));
    expect(names).to.have.length(2);
    expect(names[0]).to.match(/^pods-[0-9a-f]{8}\.sallyport\.dev$/);
    expect(objectAt(entries[0] ?? {}, 'namespaceSelector')).to.deep.include({
      matchLabels: { tier: 'prod' },
    });
  });

  it('lets Pods start while the webhook is down where a policy only warns', () => {
    const entries = podRegistration([place({}), place({ isEnforced: false })], SERVICE);

    expect(entries.map(({ name, failurePolicy }) => [name, failurePolicy])).to.deep.equal([
      ['pods-warn.sallyport.dev', 'Ignore'],
      ['pods.sallyport.dev', 'Fail'],
    ]);
  });

  for (const selector of [
    { matchLabels: { 'not a label': 'x' } },
    { matchLabels: { tier: 'a b' } },
    { matchExpressions: [{ key: 'tier', operator: 'In', values: [] }] },
    { matchExpressions: [{ key: 'tier', operator: 'Exists', values: ['x'] }] },
  ] as const) {
    it(`asks about more rather than being refused by the API server for ${JSON.stringify(selector)}`, () => {
      const [entry = {}] = podRegistration([place({ selector })], SERVICE);

      expect(entry).to.include({ name: 'pods.sallyport.dev' });
      expect(objectAt(entry, 'namespaceSelector')).not.to.have.property('matchLabels');
    });
  }

  it('is not known before the policies are', () => {
    const policies = compilePolicies([], undefined);

    expect(podPlaces({ policies: () => policies, problem: () => 'not in yet' })).to.equal(
      undefined,
    );
    expect(podPlaces({ policies: () => policies, problem: () => undefined })).to.deep.equal([]);
  });
});
