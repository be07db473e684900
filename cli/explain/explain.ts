import {
  type AccessVerb,
  ESO_GROUP,
  type RawObject,
  STORED_VERSION,
} from '../../core/api/index.ts';
import {
  type Actor,
  type PolicyFinding,
  type StoreId,
  type Trace,
  trace,
} from '../../core/policy/index.ts';
import {
  type Completeness,
  createJudge,
  type OpenPoint,
  policyWorldOf,
  type WorldObjects,
} from '../world/index.ts';

export interface ExplainQuestion {
  readonly namespace: string;
  readonly store: StoreId;
  readonly key: string;
  readonly verb: AccessVerb;
  readonly actor: Actor | undefined;
}

/** The verdict on one key and the way to it; what `-o json` prints. */
export interface Explanation extends Omit<ExplainQuestion, 'actor'> {
  readonly allowed: boolean;
  readonly trace: Trace;
  readonly findings: readonly PolicyFinding[];
  readonly assumptions: readonly OpenPoint[];
}

/** The smallest object that asks for the key, so that the verdict is the webhook's own. */
function asker({ namespace, store, key, verb }: ExplainQuestion): RawObject {
  const storeRef = { kind: store.kind, name: store.name };
  const metadata = { name: 'explain', namespace };
  if (verb === 'push') {
    return {
      apiVersion: `${ESO_GROUP}/v1alpha1`,
      kind: 'PushSecret',
      metadata,
      spec: {
        secretStoreRefs: [storeRef],
        selector: { secret: { name: 'explain' } },
        data: [{ match: { secretKey: 'value', remoteRef: { remoteKey: key } } }],
      },
    };
  }
  const find = { dataFrom: [{ find: { path: key, name: { regexp: '.*' } } }] };
  const read = { data: [{ secretKey: 'value', remoteRef: { key } }] };
  return {
    apiVersion: `${ESO_GROUP}/${STORED_VERSION}`,
    kind: 'ExternalSecret',
    metadata,
    spec: { secretStoreRef: storeRef, ...(verb === 'find' ? find : read) },
  };
}

/** Says what policies say of a key, and why. Of the object that would ask for it only the store and key count. */
export function explain(
  question: ExplainQuestion,
  objects: WorldObjects,
  complete: Completeness,
): Explanation {
  const { actor, ...asked } = question;
  const world = policyWorldOf(objects, complete);
  const judge = createJudge({ objects, complete, actor }, world);
  const { findings, assumptions } = judge(asker(question), question.namespace);
  const concerned = findings.filter(({ axis }) => axis !== 'constraint');
  return {
    ...asked,
    allowed: concerned.every(({ enforcement }) => enforcement !== 'Deny'),
    trace: trace(question, world),
    findings: concerned,
    assumptions,
  };
}
