import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse, parseAllDocuments } from 'yaml';
import { parseControllerConfig } from '../../controller/index.ts';
import { EXTERNAL_SECRET_FINALIZER, INJECT_ANNOTATION, KINDS } from '../../core/api/index.ts';
import {
  CLUSTER_SECRET_STORES,
  CONFIG_MAPS,
  EXTERNAL_SECRETS,
  type KubernetesApi,
  MUTATING_WEBHOOKS,
  NAMESPACES,
  SECRET_STORES,
  SECRETS,
  VALIDATING_WEBHOOKS,
} from '../../core/kube/index.ts';
import { createMemoryApi } from '../../core/kube/memory/index.ts';
import { createLogger } from '../../core/runtime/index.ts';
import { composeWebhook, parseWebhookConfig } from '../../webhook/index.ts';
import { OUR_CONTAINERS, OUR_VOLUMES } from '../../webhook/injection/pod.ts';
import { createControllerWorld, reading } from '../support/controller-world.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { recording } from '../support/recording-api.ts';

const BASE = 'deploy/base';
const SYSTEM = 'sallyport-system';
const PERSON = { fieldManager: 'kubectl' };

/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access,
   @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-return, @typescript-eslint/strict-boolean-expressions -- manifests are looked at as they are */

function documents(folder: string): readonly any[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml') && file !== 'kustomization.yaml')
    .flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')))
    .map((document) => document.toJS());
}

const manifests = documents(BASE);

function one(kind: string, name: string): any {
  const found = manifests.filter((each) => each.kind === kind && each.metadata.name === name);
  expect(found, `${kind} ${name}`).to.have.length(1);
  return found[0];
}

/** "verb resource scope names" of every rule bound to the ServiceAccount. */
function granted(serviceAccount: string): readonly string[] {
  const bindings = manifests.filter(
    ({ kind, subjects }) =>
      /^(?:Cluster)?RoleBinding$/u.test(kind) &&
      subjects.some((each: any) => each.name === serviceAccount && each.namespace === SYSTEM),
  );
  return bindings.flatMap(({ roleRef, metadata }) => {
    const role = one(roleRef.kind, roleRef.name);
    const scope = metadata.namespace ?? 'cluster';
    return role.rules.flatMap((rule: any) =>
      rule.apiGroups.flatMap((group: string) =>
        rule.resources.flatMap((resource: string) =>
          rule.verbs.map((verb: string) => {
            const [plural, subresource] = resource.split('/');
            const full = group === '' ? plural : `${plural}.${group}`;
            const asked = subresource === undefined ? full : `${full}/${subresource}`;
            return `${verb} ${asked} ${scope} ${(rule.resourceNames ?? []).join(',')}`.trim();
          }),
        ),
      ),
    );
  });
}

/** The same of the page. */
function documented(section: string): readonly string[] {
  const page = readFileSync('docs/reference/permissions.md', 'utf8');
  const text = page.split(/^## /mu).find((each) => each.startsWith(`${section}\n`)) ?? '';
  return text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => {
      const [resource = '', verbs = '', scope = '', names = ''] = line
        .split('|')
        .slice(1)
        .map((cell) => cell.trim());
      return verbs
        .split(', ')
        .map((verb) => `${verb} ${resource.replaceAll('`', '')} ${scope} ${names}`.trim());
    });
}

function verbsOf(rules: readonly string[]): readonly string[] {
  return [...new Set(rules.map((rule) => rule.split(' ').slice(0, 2).join(' ')))].toSorted();
}

/** Everything the controller asks for, in a life with all that happens to it. */
async function askedByController(): Promise<readonly string[]> {
  const asked = new Set<string>();
  const lease = { namespace: SYSTEM, name: 'sallyport-controller' };
  const between = (api: KubernetesApi): KubernetesApi => recording(api, asked);
  const world = await createControllerWorld({ between, lease });
  const { put, putStore, putExternalSecret, remove, clock, start, stop, api, signal } = world;
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: SYSTEM } };
  await api.create(NAMESPACES, namespace, PERSON, signal);
  await putStore('fake', { user: 'ada' });
  await put(CONFIG_MAPS, 'templates', { data: { 'a.txt': '{{ .user }}' } });
  const template = {
    templateFrom: [{ configMap: { name: 'templates', items: [{ key: 'a.txt' }] } }],
  };
  await putExternalSecret('templated', { ...reading('fake', 'user'), target: { template } });
  await putExternalSecret('renamed', { ...reading('fake', 'user'), target: { name: 'before' } });
  await putExternalSecret('storeless', reading('absent', 'user'));
  await putExternalSecret('released', reading('fake', 'user'), {
    finalizers: [EXTERNAL_SECRET_FINALIZER],
  });
  await put(CLUSTER_SECRET_STORES, 'gold', {
    spec: {
      conditions: [{ namespaceSelector: { matchLabels: { tier: 'gold' } } }],
      provider: { fake: { data: [] } },
    },
  });
  await putExternalSecret('unwelcome', {
    ...reading('gold', 'user'),
    secretStoreRef: { kind: 'ClusterSecretStore', name: 'gold' },
  });
  const serviceAccountRef = { name: 'default' };
  const auth = { kubernetes: { mountPath: 'kubernetes', role: 'app', serviceAccountRef } };
  await put(SECRET_STORES, 'vault', {
    spec: { provider: { vault: { server: 'http://127.0.0.1:1', version: 'v2', auth } } },
  });
  const aws = {
    service: 'SecretsManager',
    region: 'eu-west-1',
    auth: { jwt: { serviceAccountRef } },
  };
  await put(SECRET_STORES, 'aws', { spec: { provider: { aws } } });
  await start();
  await clock.advance(5000);
  await putExternalSecret('renamed', { ...reading('fake', 'user'), target: { name: 'after' } });
  await put(SECRETS, 'templated', { data: { more: 'YQ==' } });
  await remove(EXTERNAL_SECRETS, 'released');
  await clock.advance(5000);
  await put(SECRETS, 'templated', { data: { more: 'YQ==' } });
  await clock.advance(60_000);
  await stop();
  return [...asked].toSorted();
}

async function webhookStarted(api: KubernetesApi): Promise<void> {
  const parsed = parseWebhookConfig({
    SALLYPORT_SIDECAR_IMAGE: 'sync',
    SALLYPORT_LISTEN_HOST: '127.0.0.1',
    SALLYPORT_LISTEN_PORT: '0',
    SALLYPORT_DRAIN: '0s',
  });
  if (!parsed.ok) {
    throw new Error(JSON.stringify(parsed.findings));
  }
  const clock = createFakeClock();
  const log = createLogger({ level: 'error', clock, write: () => undefined });
  const webhook = composeWebhook(parsed.value, { api, clock, random: () => 0, log });
  await webhook.lifecycle.start();
  const stopped = webhook.lifecycle.stop();
  await clock.advance(30_000);
  await stopped;
}

/** Everything the webhook asks for: with no CA yet, and with an empty Secret that somebody else made for it. */
async function askedByWebhook(): Promise<readonly string[]> {
  const asked = new Set<string>();
  for (const secrets of [[], [{ name: 'sallyport-webhook-ca', namespace: SYSTEM }]]) {
    const api = createMemoryApi({ clock: createFakeClock() });
    const { signal } = new AbortController();
    await api.create(NAMESPACES, one('Namespace', SYSTEM), PERSON, signal);
    await api.create(
      VALIDATING_WEBHOOKS,
      one('ValidatingWebhookConfiguration', 'sallyport-validate'),
      PERSON,
      signal,
    );
    await api.create(
      MUTATING_WEBHOOKS,
      one('MutatingWebhookConfiguration', 'sallyport-inject'),
      PERSON,
      signal,
    );
    for (const metadata of secrets) {
      const secret = { apiVersion: 'v1', kind: 'Secret', metadata };
      await api.create(SECRETS, secret, PERSON, signal);
    }
    await webhookStarted(recording(api, asked));
  }
  return [...asked].toSorted();
}

/** What verdicts ask for one by one: test/integration shows them against an API server that records. */
const ASKED_FOR_A_VERDICT = [
  'create subjectaccessreviews.authorization.k8s.io',
  'get clustersecretstores.external-secrets.io',
  'get namespaces',
  'get secretstores.external-secrets.io',
  'list clusterexternalsecrets.external-secrets.io',
  'list clusterpushsecrets.external-secrets.io',
  'list externalsecrets.external-secrets.io',
  'list pushsecrets.external-secrets.io',
  'patch secretaccessconfigs.policy.sallyport.dev/status',
  'patch secretaccesspolicies.policy.sallyport.dev/status',
  'watch externalsecrets.external-secrets.io',
];

function environmentOf(deployment: any): Record<string, string> {
  return Object.fromEntries(
    deployment.spec.template.spec.containers[0].env.map(({ name, value }: any) => [
      name,
      value ?? 'a-pod',
    ]),
  );
}

describe('deploy/base: rights', () => {
  for (const [section, account] of [
    ['Webhook', 'sallyport-webhook'],
    ['Controller', 'sallyport-controller'],
  ] as const) {
    it(`grants ${account} what docs/reference/permissions.md says, and nothing else`, () => {
      expect(granted(account).toSorted()).to.deep.equal(documented(section).toSorted());
    });
  }

  it('grants the webhook what it asks for, and nothing else', async () => {
    const asked = [...(await askedByWebhook()), ...ASKED_FOR_A_VERDICT].toSorted();

    expect(asked).to.deep.equal(verbsOf(granted('sallyport-webhook')));
  }).timeout(20_000);

  it('grants the controller what it asks for, and nothing else', async () => {
    // The API server asks this one by itself, when an owner reference blocks deletion.
    const byTheServer = 'update externalsecrets.external-secrets.io/finalizers';

    expect([...(await askedByController()), byTheServer].toSorted()).to.deep.equal(
      verbsOf(granted('sallyport-controller')),
    );
  }).timeout(20_000);

  it('uses no wildcard', () => {
    for (const { rules = [] } of manifests) {
      expect(JSON.stringify(rules)).not.to.contain('*');
    }
  });
});

describe('deploy/samples', () => {
  it('names every object a sidecar may see or change, save what it creates', () => {
    const roles = documents('deploy/samples').filter(({ kind }) =>
      /^(?:Cluster)?Role$/u.test(kind),
    );
    const nameless = roles
      .flatMap(({ rules }) => rules)
      .filter(({ resourceNames = [] }) => resourceNames.length === 0)
      .map(({ resources, verbs }) => `${verbs.join()} ${resources.join()}`);

    expect(nameless).to.deep.equal(['create secrets', 'create leases', 'create,patch events']);
    expect(JSON.stringify(roles)).not.to.contain('*');
  });
});

describe('deploy/base: workloads', () => {
  const deployments = manifests.filter(({ kind }) => kind === 'Deployment');

  it('has the webhook and the controller in a namespace that takes restricted Pods only', () => {
    expect(deployments.map(({ metadata }) => metadata.name).toSorted()).to.deep.equal([
      'sallyport-controller',
      'sallyport-webhook',
    ]);
    expect(one('Namespace', SYSTEM).metadata.labels).to.include({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
  });

  for (const { metadata, spec } of deployments) {
    const pod = spec.template.spec;
    const [container] = pod.containers;

    it(`${metadata.name} meets the restricted standard with a read-only root`, () => {
      expect(pod.containers).to.have.length(1);
      expect(pod.securityContext).to.deep.include({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(pod.securityContext.runAsUser).to.be.greaterThan(0);
      expect(container.securityContext).to.deep.equal({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(pod).not.to.have.any.keys('hostNetwork', 'hostPID', 'hostIPC', 'volumes');
      expect(container.resources.limits).to.have.property('memory');
    });

    it(`${metadata.name} runs under its own ServiceAccount and is probed`, () => {
      expect(pod.serviceAccountName).to.equal(metadata.name);
      one('ServiceAccount', metadata.name);
      expect(container.livenessProbe.httpGet.path).to.equal('/livez');
      expect(container.readinessProbe.httpGet.path).to.equal('/readyz');
      expect(pod.terminationGracePeriodSeconds).to.equal(30);
    });

    it(`${metadata.name} gets no variables named after Services, which would read as settings`, () => {
      expect(pod.enableServiceLinks).to.equal(false);
    });
  }

  it('gives the controller settings it understands, and the Lease it may take', () => {
    const deployment = one('Deployment', 'sallyport-controller');
    const parsed = parseControllerConfig(environmentOf(deployment));

    const config = parsed.ok ? parsed.value : undefined;
    expect(config?.lease).to.deep.equal({ namespace: SYSTEM, name: 'sallyport-controller' });
    const [{ ports }] = deployment.spec.template.spec.containers;
    expect(ports[0].containerPort).to.equal(config?.probePort);
  });

  it('gives the webhook settings it understands', () => {
    const deployment = one('Deployment', 'sallyport-webhook');
    const parsed = parseWebhookConfig(environmentOf(deployment));

    const config = parsed.ok ? parsed.value : undefined;
    const [{ ports }] = deployment.spec.template.spec.containers;
    expect(ports[0].containerPort).to.equal(config?.port);
    expect(config?.namespace).to.equal(SYSTEM);
    expect(one('Service', config?.serviceName ?? '').spec.selector).to.deep.equal(
      deployment.spec.selector.matchLabels,
    );
    expect(config?.sidecarImage).to.equal(
      one('Deployment', 'sallyport-controller').spec.template.spec.containers[0].image,
    );
  });

  it('keeps one of two webhook replicas through a drain', () => {
    expect(one('Deployment', 'sallyport-webhook').spec.replicas).to.equal(2);
    expect(one('PodDisruptionBudget', 'sallyport-webhook').spec.minAvailable).to.equal(1);
  });

  it('installs every file of its folders and every CRD', () => {
    const files = (folder: string): readonly string[] =>
      readdirSync(folder).filter((file) => file !== 'kustomization.yaml');
    const listed = (folder: string): readonly string[] =>
      parse(readFileSync(join(folder, 'kustomization.yaml'), 'utf8')).resources;

    const other = ['../crds', '../policies', '../roles'];
    expect([...listed(BASE)].toSorted()).to.deep.equal([...other, ...files(BASE)].toSorted());
    for (const folder of ['deploy/crds', 'deploy/roles', 'deploy/policies/managed-secrets']) {
      expect([...listed(folder)].toSorted(), folder).to.deep.equal([...files(folder)].toSorted());
    }
    // What refuses changes by hand to managed Secrets is for whoever wants it.
    expect([...listed('deploy/policies'), 'managed-secrets'].toSorted()).to.deep.equal(
      [...files('deploy/policies')].toSorted(),
    );
  });
});

describe('deploy/base: admission', () => {
  const validating = one('ValidatingWebhookConfiguration', 'sallyport-validate');
  const mutating = one('MutatingWebhookConfiguration', 'sallyport-inject');
  const all: readonly any[] = [...validating.webhooks, ...mutating.webhooks];

  for (const webhook of all) {
    it(`${webhook.name} never stands in the way of a deletion or a status`, () => {
      for (const { operations, resources } of webhook.rules) {
        expect(operations).not.to.include.members(['DELETE']);
        expect(operations).not.to.include.members(['*']);
        for (const resource of resources) {
          expect(resource).to.match(/^[a-z]+$/u);
        }
      }
    });

    it(`${webhook.name} answers in 5 s, without side effects, and gets its CA at run time`, () => {
      expect(webhook).to.include({
        timeoutSeconds: 5,
        sideEffects: 'None',
        matchPolicy: 'Equivalent',
      });
      expect(webhook.admissionReviewVersions).to.deep.equal(['v1']);
      expect(webhook.clientConfig).not.to.have.property('caBundle');
      expect(webhook.clientConfig.service).to.include({
        namespace: SYSTEM,
        name: 'sallyport-webhook',
      });
    });
  }

  it('fails closed for our own kinds, in no namespace exempt, in every served version', () => {
    const seen = validating.webhooks.flatMap(({ rules }: any) =>
      rules.flatMap(({ apiGroups, apiVersions, resources, scope }: any) =>
        resources.map((plural: string) => ({
          group: apiGroups.join(),
          plural,
          versions: apiVersions,
          namespaced: scope === 'Namespaced',
        })),
      ),
    );
    const policies = ['secretaccesspolicies', 'secretaccessconfigs'].map((plural) => ({
      group: 'policy.sallyport.dev',
      plural,
      versions: ['v1alpha1'],
      namespaced: false,
    }));
    const kinds = KINDS.map(({ kind: _, ...rest }) => ({ ...rest, versions: [...rest.versions] }));

    expect(seen).to.have.deep.members([...kinds, ...policies]);
    expect(validating.webhooks.map(({ name }: any) => name)).to.deep.equal([
      'stores.sallyport.dev',
      'externalsecrets.sallyport.dev',
      'pushsecrets.sallyport.dev',
      'generators.sallyport.dev',
      'policies.sallyport.dev',
    ]);
    for (const { rules, ...webhook } of validating.webhooks) {
      expect(webhook).not.to.have.any.keys('namespaceSelector', 'objectSelector');
      expect(webhook.failurePolicy).to.equal('Fail');
      expect(webhook.clientConfig.service.path).to.equal('/validate');
      expect(webhook.matchConditions.map(({ name }: any) => name)).to.deep.equal([
        'spec-or-labels-changed',
      ]);
      for (const { operations } of rules) {
        expect(operations).to.deep.equal(['CREATE', 'UPDATE']);
      }
    }
  });

  it('leaves the entries for Pods of policies to the webhook', () => {
    expect(one('ValidatingWebhookConfiguration', 'sallyport-pods')).not.to.have.property(
      'webhooks',
    );
  });

  it('fails open for Pods, and sees only new ones with an annotation of ours, misspelt ones too', () => {
    const [inject] = mutating.webhooks;
    expect(inject).to.include({ failurePolicy: 'Ignore', reinvocationPolicy: 'IfNeeded' });
    expect(inject.clientConfig.service.path).to.equal('/mutate');
    expect(inject.rules).to.deep.equal([
      {
        apiGroups: [''],
        apiVersions: ['v1'],
        operations: ['CREATE'],
        resources: ['pods'],
        scope: 'Namespaced',
      },
    ]);
    expect(inject.matchConditions[0].expression).to.contain(
      "object.metadata.annotations.exists(name, name.startsWith('sallyport.dev/'))",
    );
    expect(inject.namespaceSelector.matchExpressions).to.deep.equal([
      {
        key: 'kubernetes.io/metadata.name',
        operator: 'NotIn',
        values: ['kube-system', SYSTEM],
      },
    ]);
  });
});

describe('deploy/policies', () => {
  const policies = [
    ...documents('deploy/policies'),
    ...documents('deploy/policies/managed-secrets'),
  ];

  it('binds each policy to refuse, and fails closed', () => {
    const named = policies.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');
    const bound = policies.filter(({ kind }) => kind === 'ValidatingAdmissionPolicyBinding');

    expect(bound.map(({ spec }) => spec.policyName)).to.have.members(
      named.map(({ metadata }) => metadata.name),
    );
    expect(bound.map(({ spec }) => spec.validationActions.join())).to.deep.equal(
      bound.map(() => 'Deny'),
    );
    expect(named.map(({ spec }) => spec.failurePolicy)).to.deep.equal(named.map(() => 'Fail'));
  });

  it('looks for the names that the webhook gives, and passes over what the webhook passes over', () => {
    const { spec } = policies.find(
      ({ kind, metadata }) =>
        kind === 'ValidatingAdmissionPolicy' && metadata.name === 'sallyport-injected-pods',
    );
    const names = OUR_CONTAINERS.map((name) => `'${name}'`).join(', ');

    expect(spec.validations[0].expression).to.contain(`container.name in [${names}]`);
    for (const volume of OUR_VOLUMES) {
      expect(volume).to.match(/^sallyport-/);
    }
    for (const reason of [
      'config.mirror',
      'hostNetwork',
      'sallyport.dev/status',
      INJECT_ANNOTATION,
    ]) {
      expect(JSON.stringify(spec.matchConditions)).to.contain(reason);
    }
    expect(spec.matchConstraints.namespaceSelector.matchExpressions[0].values).to.deep.equal([
      'kube-system',
      'kube-public',
      'kube-node-lease',
      SYSTEM,
    ]);
  });
});

describe('deploy/roles', () => {
  const roles: readonly any[] = documents('deploy/roles');
  const rulesOf = (name: string): readonly any[] =>
    roles.find(({ metadata }) => metadata.name === `sallyport-${name}`).rules;
  const writing = ['create', 'delete', 'deletecollection', 'patch', 'update'];

  for (const { metadata, rules } of roles) {
    it(`${metadata.name} reaches no Secret, nobody's identity and no role, and names every verb`, () => {
      const text = JSON.stringify(rules);

      expect(text).not.to.match(/"secrets"|\*|impersonate|escalate|"bind"|bypass|administer/);
    });
  }

  it('lets a developer write ExternalSecrets and nothing else, and the auditor and viewer nothing', () => {
    const written = (name: string): readonly string[] =>
      rulesOf(name)
        .filter(({ verbs }) => verbs.some((verb: string) => writing.includes(verb)))
        .flatMap(({ resources }) => resources);

    expect(written('developer')).to.deep.equal(['externalsecrets']);
    expect(written('auditor')).to.deep.equal([]);
    expect(written('viewer')).to.deep.equal([]);
  });

  it('aggregates no write of a store and no use into the usual roles', () => {
    const aggregated = roles.filter(({ metadata }) =>
      JSON.stringify(metadata.labels).includes('aggregate-to'),
    );

    expect(aggregated.map(({ metadata }) => metadata.name)).to.deep.equal([
      'sallyport-developer',
      'sallyport-viewer',
    ]);
    for (const { resources, verbs } of aggregated.flatMap(({ rules }) => rules)) {
      expect(verbs).not.to.include('use');
      if (resources.some((each: string) => each.includes('stores'))) {
        expect(verbs.filter((verb: string) => writing.includes(verb))).to.deep.equal([]);
      }
    }
  });

  it('lets platform and auditor see every kind there is', () => {
    for (const name of ['platform', 'auditor']) {
      const seen = rulesOf(name)
        .filter(({ verbs }) => verbs.includes('list'))
        .flatMap(({ resources }) => resources);

      expect(seen).to.include.members(KINDS.map(({ plural }) => plural));
    }
  });
});
