import { createCheckCommand } from '../../cli/check/command.ts';
import type { FileFinding } from '../../cli/finding.ts';
import { isAuthorized } from '../../cli/world/rbac/index.ts';
import { type Finding, kindInfo, type RawObject } from '../../core/api/index.ts';
import { validateManifest } from '../../core/api/schema/index.ts';
import { compilePolicies, storeFacts, type StoreFacts } from '../../core/policy/index.ts';
import { objectAt, systemClock, textAt } from '../../core/runtime/index.ts';
import { textChecks } from '../../core/template/index.ts';
import { createValidatingChain } from '../../webhook/admission/chain.ts';
import type { ValidatingHandler } from '../../webhook/admission/handler.ts';
import { decodeReview } from '../../webhook/admission/review.ts';
import { createPolicyHandler } from '../../webhook/policy/index.ts';
import { namespaceFacts } from '../../webhook/snapshot/snapshot.ts';
import { createAbilityCheck } from '../../webhook/validation/ability.ts';
import { createManifestHandler } from '../../webhook/validation/handler.ts';
import { runCommand, treeOf } from './cli.ts';

/** What a verdict rests on, and what is put before it; the user is the same for all objects. */
export interface FrontCase {
  readonly objects: readonly RawObject[];
  readonly policies: readonly RawObject[];
  readonly config: RawObject | undefined;
  readonly stores: readonly RawObject[];
  readonly namespaces: readonly RawObject[];
  readonly rbac: readonly RawObject[];
  readonly user: { readonly name: string; readonly groups: readonly string[] };
}

export type Told = Pick<Finding, 'id' | 'path' | 'message'> & {
  readonly object: string;
  readonly severity: string;
};

export interface FrontAnswer {
  /** In an order of its own. */
  readonly told: readonly Told[];
  readonly denied: boolean;
}

const SIGNAL = new AbortController().signal;

function labelOf(object: RawObject): string {
  const metadata = objectAt(object, 'metadata');
  const parts = [textAt(object, 'kind'), textAt(metadata, 'namespace'), textAt(metadata, 'name')];
  return parts.filter((part) => part !== '').join('/');
}

function inOrder(told: readonly Told[]): readonly Told[] {
  const keyOf = ({ object, path, id, message }: Told): string =>
    JSON.stringify([object, path, id, message]);
  return told.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function tell(object: string, { id, severity, path, message }: Omit<Told, 'object'>): Told {
  return { object, id, severity, path, message };
}

/** The question an API server would ask of a new object. */
function reviewOf(object: RawObject, { name, groups }: FrontCase['user']): Uint8Array {
  const [version = '', group = ''] = textAt(object, 'apiVersion').split('/').toReversed();
  const metadata = objectAt(object, 'metadata');
  const kind = { group, version, kind: textAt(object, 'kind') };
  const review = {
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: {
      uid: 'u-1',
      kind,
      resource: { group, version, resource: kindInfo(group, kind.kind)?.plural },
      name: textAt(metadata, 'name'),
      namespace: textAt(metadata, 'namespace'),
      operation: 'CREATE',
      userInfo: { username: name, groups },
      object,
    },
  };
  return Buffer.from(JSON.stringify(review));
}

/** The webhook's own handlers, over these objects in place of a cluster. */
function handlersOf(world: FrontCase): readonly ValidatingHandler[] {
  const stores = world.stores
    .map(storeFacts)
    .filter((facts): facts is StoreFacts => facts !== undefined);
  const namespaces = world.namespaces.map(namespaceFacts);
  const compiled = compilePolicies(world.policies, world.config);
  const snapshot = {
    policies: () => compiled,
    store: (id: StoreFacts['id']) =>
      stores.find((store) => JSON.stringify(store.id) === JSON.stringify(id)),
    stores: (kind: string, namespace: string) =>
      stores.filter(({ id }) => id.kind === kind && id.namespace === namespace),
    namespace: (name: string) => namespaces.find((facts) => facts.name === name),
    namespaces: () => namespaces,
  };
  const abilities = createAbilityCheck(snapshot);
  return [
    createManifestHandler((object) => [
      ...validateManifest(object, textChecks),
      ...abilities(object),
    ]),
    createPolicyHandler({
      snapshot,
      reader: { get: async () => undefined, list: async () => [] },
      clock: systemClock,
      access: {
        answer: async (questions) =>
          new Map(
            questions.map((question) => [
              question.id,
              isAuthorized(world.rbac, question) ? ('allowed' as const) : ('refused' as const),
            ]),
          ),
      },
      onFindings: () => undefined,
    }),
  ];
}

/** What the webhook says of each object in turn. */
export async function byWebhook(world: FrontCase): Promise<FrontAnswer> {
  const handlers = handlersOf(world);
  const chain = createValidatingChain(handlers, () => '');
  const told: Told[] = [];
  let denied = false;
  for (const object of world.objects) {
    const review = decodeReview(reviewOf(object, world.user), 5_000);
    if (!review.ok) {
      throw new Error(review.problem);
    }
    for (const handler of handlers.filter((each) => each.handles(review.request))) {
      const { findings } = await handler.judge(review.request, SIGNAL);
      told.push(...findings.map((finding) => tell(labelOf(object), finding)));
    }
    const verdict = await chain(review.request, SIGNAL);
    denied ||= verdict.kind === 'denied';
  }
  return { told: inOrder(told), denied };
}

function stream(objects: readonly RawObject[]): string {
  return objects.map((object) => `---\n${JSON.stringify(object)}\n`).join('');
}

/** What `sallyport check` says of the objects as one file, with everything else handed in. */
export async function byCheck(world: FrontCase): Promise<FrontAnswer> {
  const policies = [...world.policies, ...(world.config === undefined ? [] : [world.config])];
  const given = {
    policies,
    stores: world.stores,
    namespaces: world.namespaces,
    rbac: world.rbac,
  };
  const flags = Object.entries(given)
    .filter(([, objects]) => objects.length > 0)
    .flatMap(([name]) => [`--${name}`, `${name}.yaml`]);
  const files = Object.fromEntries(
    Object.entries(given).map(([name, objects]) => [`${name}.yaml`, stream(objects)]),
  );
  const command = createCheckCommand({
    files: treeOf({ ...files, 'manifests.yaml': stream(world.objects) }),
    writeFile: async () => undefined,
    validate: (object) => validateManifest(object, textChecks),
  });
  const user = [
    '--as',
    world.user.name,
    ...world.user.groups.flatMap((group) => ['--as-group', group]),
  ];
  const { code, output, errors } = await runCommand(command, [
    'manifests.yaml',
    ...flags,
    ...user,
    ...['-o', 'json'],
  ]);
  if (errors !== '') {
    throw new Error(errors);
  }
  const findings = JSON.parse(output) as readonly FileFinding[];
  // What only files can show, and what Audit records, is not for the webhook to say.
  const said = findings.filter(({ id, severity }) => severity !== 'note' && !/^SPA-[XY]/u.test(id));
  return {
    told: inOrder(said.map((finding) => tell(finding.object, finding))),
    denied: code === 1,
  };
}
