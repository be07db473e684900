import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { createCheckCommand } from '../../cli/check/command.ts';
import type { FileFinding } from '../../cli/finding.ts';
import { createStyle } from '../../cli/style.ts';
import { type Finding, kindInfo, type RawObject } from '../../core/api/index.ts';
import { validateManifest } from '../../core/api/schema/index.ts';
import { type StoreFacts, storeFacts } from '../../core/policy/index.ts';
import { objectAt, systemClock, textAt } from '../../core/runtime/index.ts';
import { textChecks } from '../../core/template/index.ts';
import { createValidatingChain } from '../../webhook/admission/chain.ts';
import { decodeReview } from '../../webhook/admission/review.ts';
import { createAbilityCheck } from '../../webhook/validation/ability.ts';
import { createManifestHandler } from '../../webhook/validation/handler.ts';

/**
 * One folder a case: manifests.yaml, and findings.yaml with what both the webhook and `sallyport check` must say of them.
 * UPDATE_GOLDEN=1 writes the findings anew; read them before you commit them.
 */
const FOLDER = join(import.meta.dirname, 'admission');
const UPDATE = process.env['UPDATE_GOLDEN'] === '1';
const SIGNAL = new AbortController().signal;

interface Told extends Pick<Finding, 'id' | 'path' | 'message'> {
  readonly severity: string;
  readonly object: string;
}

function labelOf(object: RawObject): string {
  const metadata = objectAt(object, 'metadata');
  const parts = [textAt(object, 'kind'), textAt(metadata, 'namespace'), textAt(metadata, 'name')];
  return parts.filter((part) => part !== '').join('/');
}

function inOrder(findings: readonly Told[]): readonly Told[] {
  const keyOf = ({ object, path, id }: Told): string => JSON.stringify([object, path, id]);
  return findings.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** The question an API server would ask of a new object. */
function reviewOf(object: RawObject): Uint8Array {
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
      userInfo: { username: 'someone' },
      object,
    },
  };
  return Buffer.from(JSON.stringify(review));
}

interface Answered {
  readonly told: readonly Told[];
  readonly denied: boolean;
}

async function byWebhook(objects: readonly RawObject[]): Promise<Answered> {
  const stores = objects
    .map(storeFacts)
    .filter((facts): facts is StoreFacts => facts !== undefined);
  const abilities = createAbilityCheck({
    store: (id) => stores.find((store) => JSON.stringify(store.id) === JSON.stringify(id)),
  });
  const handler = createManifestHandler((object) => [
    ...validateManifest(object, textChecks),
    ...abilities(object),
  ]);
  const chain = createValidatingChain([handler]);
  const told: Told[] = [];
  let denied = false;
  for (const object of objects) {
    const review = decodeReview(reviewOf(object), 5_000);
    const request = review.ok ? review.request : expect.fail(review.problem);
    expect(handler.handles(request), labelOf(object)).to.equal(true);
    const { findings } = await handler.judge(request, SIGNAL);
    const verdict = await chain(request, SIGNAL);
    denied ||= verdict.kind === 'denied';
    told.push(
      ...findings.map(({ id, severity, path, message }) => ({
        object: labelOf(object),
        id,
        severity,
        path,
        message,
      })),
    );
  }
  return { told: inOrder(told), denied };
}

async function byCheck(text: string): Promise<Answered> {
  let output = '';
  const command = createCheckCommand({
    files: {
      read: async () => Buffer.from(text),
      list: async () => undefined,
      readStandardInput: async () => Buffer.from(text),
    },
    writeFile: async () => undefined,
    validate: (object) => validateManifest(object, textChecks),
  });
  const code = await command.run(['manifests.yaml', '-o', 'json'], {
    write: (part) => (output += part),
    writeError: (part) => (output += part),
    style: createStyle(false, undefined),
    environment: {},
    clock: systemClock,
    signal: SIGNAL,
  });
  const findings = JSON.parse(output) as readonly FileFinding[];
  // What only files can show is not the webhook's to say.
  const ofObjects = findings.filter(({ id }) => !/^SPA-[XY]/u.test(id));
  const told = ofObjects.map(({ object, id, severity, path, message }) => ({
    object,
    id,
    severity,
    path,
    message,
  }));
  return { told: inOrder(told), denied: code === 1 };
}

describe('golden admissions', () => {
  for (const name of readdirSync(FOLDER)) {
    it(`tells of ${name} the same in the webhook and in sallyport check`, async () => {
      const text = readFileSync(join(FOLDER, name, 'manifests.yaml'), 'utf8');
      const objects = parseAllDocuments(text).map((each) => each.toJS() as RawObject);

      const webhook = await byWebhook(objects);
      const check = await byCheck(text);

      const file = join(FOLDER, name, 'findings.yaml');
      if (UPDATE) {
        writeFileSync(file, stringify(webhook.told, { lineWidth: 0, singleQuote: true }));
      }
      expect(check.told).to.deep.equal(webhook.told);
      expect(webhook.told).to.deep.equal(parse(readFileSync(file, 'utf8')));
      expect(check.denied).to.equal(webhook.denied);
      expect(webhook.denied).to.equal(webhook.told.some(({ severity }) => severity === 'error'));
    });
  }
});
