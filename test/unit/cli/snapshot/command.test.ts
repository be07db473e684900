import { expect } from 'chai';
import { createAuditCommand } from '../../../../cli/audit/command.ts';
import { createSnapshotCommand } from '../../../../cli/snapshot/command.ts';
import type { WorldEdge } from '../../../../cli/world/index.ts';
import { readYaml } from '../../../../cli/yaml/index.ts';
import type { RawObject } from '../../../../core/api/index.ts';
import { validateManifest } from '../../../../core/api/schema/index.ts';
import { AppError, objectAt, textAt } from '../../../../core/runtime/index.ts';
import { textChecks } from '../../../../core/template/index.ts';
import { runCommand, treeOf } from '../../../support/cli.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';
import { externalSecret, NAMESPACE, POLICY, RBAC, STORE } from '../../../support/policy-files.ts';

function objectsOf(...texts: readonly string[]): readonly RawObject[] {
  return texts.flatMap((text) => readYaml(text).objects.map(({ raw }) => raw));
}

/** A cluster that answers lists, and nothing else. */
function clusterOf(
  objects: readonly RawObject[],
  absent: readonly string[] = [],
): WorldEdge['connect'] {
  const refuse = async (): Promise<never> => {
    throw new Error('only lists are to be asked for');
  };
  return async () => ({
    get: refuse,
    create: refuse,
    replace: refuse,
    patch: refuse,
    delete: refuse,
    requestToken: refuse,
    reviewAccess: refuse,
    watch: () => {
      throw new Error('nothing is to be watched');
    },
    list: async ({ kind, plural }) => {
      if (plural === 'secrets') {
        throw new Error('Secrets are not to be read');
      }
      if (absent.includes(kind)) {
        throw new AppError('KUBE_NOT_FOUND', 'no such kind');
      }
      return objects.filter((object) => object['kind'] === kind);
    },
  });
}

const FAKE_STORE = `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: fake
  namespace: team-a
  annotations: {kubectl.kubernetes.io/last-applied-configuration: 'marker-value'}
  managedFields: [{manager: kubectl}]
spec: {provider: {fake: {data: [{key: k, value: marker-value, valueMap: {key: marker-value}}]}}}
status: {conditions: []}
`;
const WEBHOOK_STORE = `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: {name: hook, namespace: team-a}
spec: {provider: {webhook: {url: 'https://x.example.com', headers: {Authorization: 'Bearer marker-value'}, body: marker-value, result: {jsonPath: $}}}}
`;
const NOISE = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: pod-reader}
rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: pod-reader}
roleRef: {kind: ClusterRole, name: pod-reader}
subjects: [{kind: User, name: x}]
`;
const ALL = objectsOf(
  POLICY,
  STORE,
  NAMESPACE,
  RBAC,
  NOISE,
  FAKE_STORE,
  WEBHOOK_STORE,
  externalSecret('prod/team-b/db'),
);

async function snapshot(
  objects: readonly RawObject[],
  absent?: readonly string[],
): Promise<string> {
  const command = createSnapshotCommand({
    connect: clusterOf(objects, absent),
    writeFile: async () => undefined,
  });
  const { code, output } = await runCommand(command, [], {
    clock: createFakeClock(),
  });
  expect(code).to.equal(0);
  return output;
}

function names(text: string): readonly string[] {
  return objectsOf(text).map(
    (object) => `${textAt(object, 'kind')} ${textAt(objectAt(object, 'metadata'), 'name')}`,
  );
}

describe('sallyport snapshot', () => {
  it('has what verdicts look at, by kind and name, and no other RBAC', async () => {
    expect(names(await snapshot(ALL))).to.deep.equal([
      'Snapshot ',
      'Namespace team-a',
      'SecretAccessPolicy vault-prod',
      'ClusterSecretStore vault',
      'SecretStore fake',
      'SecretStore hook',
      'ClusterRole vault-user',
      'RoleBinding vault-user',
      'ExternalSecret app',
    ]);
  });

  it('is the same text whatever order the cluster answers in', async () => {
    expect(await snapshot(ALL.toReversed())).to.equal(await snapshot(ALL));
  });

  it('has no value of a secret, no annotation, no status', async () => {
    const text = await snapshot(ALL);

    expect(text).to.not.include('marker-value');
    expect(text).to.not.match(/annotations|managedFields|status:/u);
    expect(text).to.include('redacted');
  });

  it('says which kinds the cluster does not have', async () => {
    const text = await snapshot(ALL, ['SecretAccessConfig', 'PushSecret']);

    expect(objectsOf(text)[0]?.['absentKinds']).to.deep.equal(['SecretAccessConfig', 'PushSecret']);
  });

  it('gives audit the verdict that the cluster gives', async () => {
    const text = await snapshot(ALL);
    const edge = {
      files: treeOf({ 'snapshot.yaml': text }),
      connect: clusterOf(ALL),
      writeFile: async () => undefined,
      validate: (object: RawObject) => validateManifest(object, textChecks),
    };

    const live = await runCommand(createAuditCommand(edge), ['-o', 'json']);
    const offline = await runCommand(createAuditCommand(edge), [
      ...['--snapshot', 'snapshot.yaml'],
      ...['-o', 'json'],
    ]);

    expect(live.code).to.equal(1);
    expect(live.output).to.include('SPA-K001');
    expect(offline).to.deep.equal(live);
  });
});

describe('sallyport audit', () => {
  const edge = {
    files: treeOf({
      'new.yaml': POLICY.replace('vault-prod', 'tighter').replace('{{namespace}}', 'nobody'),
    }),
    connect: clusterOf(objectsOf(STORE, NAMESPACE, externalSecret('prod/team-a/db'))),
    writeFile: async (): Promise<void> => undefined,
    validate: (object: RawObject) => validateManifest(object, textChecks),
  };

  it('exits 0 when everything would be let in', async () => {
    const { code, output } = await runCommand(createAuditCommand(edge), []);

    expect(code).to.equal(0);
    expect(output).to.equal('2 objects: no findings\n');
  });

  it('says what a new policy would refuse, by namespace or by policy', async () => {
    const args = ['--policies', 'new.yaml'];

    const byNamespace = await runCommand(createAuditCommand(edge), args);
    const byPolicy = await runCommand(createAuditCommand(edge), [...args, '--by', 'policy']);

    expect(byNamespace.code).to.equal(1);
    expect(byNamespace.output).to.match(
      /^Namespace team-a: 1 finding\n {2}ExternalSecret\/team-a\/app: error: spec\.data\[0\]/u,
    );
    expect(byNamespace.output).to.match(
      /2 objects: 1 would be refused today \(1 error, 0 other findings\)\n$/u,
    );
    expect(byPolicy.output).to.match(/^SecretAccessPolicy tighter: 1 finding\n/u);
  });

  it('says what it reads once that takes two seconds', async () => {
    const clock = createFakeClock();
    const slow: WorldEdge['connect'] = async (context, deps) => {
      const api = await clusterOf([])(context, deps);
      return {
        ...api,
        list: async () => {
          await clock.advance(1_500);
          return [];
        },
      };
    };

    const { errors } = await runCommand(createAuditCommand({ ...edge, connect: slow }), [], {
      clock,
    });

    expect(errors).to.match(/^reading secretaccesspolicies \(3 s\)\n/u);
  });
});
