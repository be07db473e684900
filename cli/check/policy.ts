import { ESO_GROUP } from '../../core/api/index.ts';
import type { PolicyFinding } from '../../core/policy/index.ts';
import type { CheckFinding } from '../finding.ts';
import type { Judge, Judgement, OpenPoint } from '../world/index.ts';
import type { Inspection } from './check-files.ts';
import type { Manifest } from './manifest.ts';

const ASSUMED: Readonly<Record<OpenPoint, string>> = {
  'store-definition-unknown':
    'assumed: the store is not among the files, so every way its backend might read the keys was judged; hand it in with --stores or --snapshot',
  'actor-not-checked':
    'assumed: whoever applies this has the right to use the store; say who with --as and hand in --rbac or --snapshot',
  'namespace-labels-unknown':
    'assumed: the labels of the namespace are not known; hand them in with --namespaces or --snapshot',
  'namespaces-unknown':
    'assumed: which namespaces there are is not known; hand them in with --namespaces or --snapshot',
  'provider-not-modelled':
    'assumed: the backend of the store is none that is known, so its keys were compared as text',
};

const KINDS: ReadonlySet<string> = new Set([
  'ExternalSecret',
  'ClusterExternalSecret',
  'PushSecret',
  'ClusterPushSecret',
  'SecretStore',
  'ClusterSecretStore',
]);

function isJudged({ group, kind }: Manifest): boolean {
  return group === ESO_GROUP && KINDS.has(kind);
}

function toFinding({ id, enforcement, severity, path, message }: PolicyFinding): CheckFinding {
  return { id, path, message, severity: enforcement === 'Audit' ? 'note' : severity };
}

/** A judgement's findings as the outputs have them, each with the policies behind it. */
export function policyFindings({ findings, assumptions }: Judgement): readonly {
  readonly finding: CheckFinding;
  readonly policies: readonly string[];
}[] {
  return [
    ...findings.map((each) => ({ finding: toFinding(each), policies: each.policies })),
    ...assumptions
      .filter((point) => point !== 'actor-not-checked')
      .map((point) => ({ finding: note(point), policies: [] })),
  ];
}

function note(point: OpenPoint): CheckFinding {
  return { id: 'SPA-X006', severity: 'note', path: '', message: ASSUMED[point] };
}

/** What policies say of an object, and on what that rests. An object without a namespace is judged in `namespace`. */
export function policyInspection(judge: Judge, namespace: string): Inspection {
  return (manifest) => {
    if (!isJudged(manifest)) {
      return [];
    }
    const own = manifest.namespace === '' ? namespace : manifest.namespace;
    const { findings, assumptions } = judge(
      manifest.raw,
      manifest.kind.startsWith('Cluster') ? '' : own,
    );
    return [...findings.map(toFinding), ...assumptions.map(note)];
  };
}

/** A note that `--require-complete` does not let pass. */
export function isAssumption({ id }: CheckFinding): boolean {
  return id === 'SPA-X006';
}
