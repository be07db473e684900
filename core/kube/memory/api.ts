import { type Clock, textAt } from '../../runtime/index.ts';
import { metadataOf } from '../metadata.ts';
import type { AccessQuestion, AccessReviewer } from '../access.ts';
import type { KubernetesApi, Resource, TokenIssuer } from '../ports.ts';
import { NAMESPACES, SERVICE_ACCOUNTS } from '../resources.ts';
import { uidOfSerial } from './commit.ts';
import { createDeletion } from './deletion.ts';
import { draftCreate } from './draft.ts';
import { type Admission, createGate, type Schemas } from './gate.ts';
import { createReader } from './reader.ts';
import { createTable, type Table } from './table.ts';
import { refuseAborted } from './target.ts';
import { timestamp } from './timestamp.ts';
import { invalid, notFound } from './validate.ts';
import { createWriter } from './writer.ts';

export interface MemoryApiDeps {
  readonly clock: Clock;
  /** Asked before each create and update, never for status. */
  readonly admission?: Admission;
  readonly schemas?: Schemas;
  /** Who may do what; absent: `system:masters` everything, everyone else nothing. */
  readonly authorize?: (question: AccessQuestion) => boolean;
}

/** The API server's behaviour for the objects Sallyport meets, in one process: same verdicts, same messages, no network. */
export type MemoryApi = KubernetesApi;

const MIN_TOKEN_SECONDS = 600;

function createTokenIssuer(table: Table, clock: Clock, nextSerial: () => number): TokenIssuer {
  return {
    async requestToken(ref, request, signal) {
      refuseAborted(signal);
      const account = table.get(SERVICE_ACCOUNTS, ref);
      if (account === undefined) {
        throw notFound(SERVICE_ACCOUNTS, ref.name);
      }
      const { expirationSeconds } = request;
      if (expirationSeconds < MIN_TOKEN_SECONDS) {
        throw invalid(
          { ...SERVICE_ACCOUNTS, group: 'authentication.k8s.io', kind: 'TokenRequest' },
          {},
          [
            `spec.expirationSeconds: Invalid value: ${expirationSeconds}: may not specify a duration less than 10 minutes`,
          ],
        );
      }
      return {
        token: `memory.${ref.namespace}.${ref.name}.${nextSerial()}`,
        expiresAt: new Date(clock.now().getTime() + expirationSeconds * 1000),
      };
    },
  };
}

function isMaster({ groups }: AccessQuestion): boolean {
  return groups.includes('system:masters');
}

function createAccessReviewer(authorize: (question: AccessQuestion) => boolean): AccessReviewer {
  return {
    async reviewAccess(question, signal) {
      refuseAborted(signal);
      return authorize(question);
    },
  };
}

export function createMemoryApi(deps: MemoryApiDeps): MemoryApi {
  const { clock } = deps;
  const table = createTable();
  let serial = 0;
  function nextSerial(): number {
    serial += 1;
    return serial;
  }
  function seed(resource: Resource, namespace: string, name: string): void {
    const metadata = resource.namespaced ? { name, namespace } : { name };
    const birth = { uid: uidOfSerial(nextSerial()), time: timestamp(clock), suffix: '' };
    const head = { apiVersion: resource.version, kind: resource.kind };
    table.put(resource, { namespace, name }, draftCreate(resource, { ...head, metadata }, birth));
  }
  // A controller of the real cluster gives every namespace its default ServiceAccount.
  table.listen(NAMESPACES, ({ before, after }) => {
    if (before === undefined && after !== undefined) {
      seed(SERVICE_ACCOUNTS, textAt(metadataOf(after), 'name'), 'default');
    }
  });
  seed(NAMESPACES, '', 'default');
  seed(NAMESPACES, '', 'kube-system');

  return {
    ...createReader(table),
    ...createWriter({
      table,
      clock,
      deletion: createDeletion(table, clock),
      gate: createGate({
        admission: deps.admission ?? (async ({ object }) => object),
        schemas: deps.schemas ?? (() => undefined),
      }),
      nextSerial,
    }),
    ...createTokenIssuer(table, clock, nextSerial),
    ...createAccessReviewer(deps.authorize ?? isMaster),
  };
}
