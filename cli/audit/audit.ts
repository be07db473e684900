import type { Finding, RawObject } from '../../core/api/index.ts';
import { objectAt, textAt } from '../../core/runtime/index.ts';
import { abilitiesIn, ofOurKinds, policyFindings, type Validate } from '../check/index.ts';
import type { FileFinding } from '../finding.ts';
import { inOrder, type Judge, NO_OBJECTS, type WorldObjects } from '../world/index.ts';

/** A finding about an object that exists, and the policies that stand behind it. */
export interface AuditFinding extends FileFinding {
  readonly namespace: string;
  readonly policies: readonly string[];
}

interface Found {
  readonly finding: Omit<Finding, 'severity'> & Pick<FileFinding, 'severity'>;
  readonly policies: readonly string[];
}

export function labelOf(object: RawObject): string {
  const metadata = objectAt(object, 'metadata');
  return [textAt(object, 'kind'), textAt(metadata, 'namespace'), textAt(metadata, 'name')]
    .filter((part) => part !== '')
    .join('/');
}

function auditObject(object: RawObject, validate: Validate, judge: Judge): readonly Found[] {
  const namespace = textAt(objectAt(object, 'metadata'), 'namespace');
  return [
    ...validate(object).map((finding) => ({ finding, policies: [] })),
    ...policyFindings(judge(object, namespace)),
  ];
}

/** What is judged: ExternalSecrets and their relatives, and the stores. */
export function auditedObjects(world: WorldObjects): readonly RawObject[] {
  return inOrder({ ...NO_OBJECTS, stores: world.stores, subjects: world.subjects });
}

/** What the webhook would say today of everything there is, were it new. */
export function auditWorld(
  world: WorldObjects,
  validate: Validate,
  judge: Judge,
): readonly AuditFinding[] {
  const alone = ofOurKinds(validate);
  const abilities = abilitiesIn(world.stores);
  const ours: Validate = (object) => [...alone(object), ...abilities(object)];
  return auditedObjects(world).flatMap((object) =>
    auditObject(object, ours, judge).map(({ finding, policies }) => ({
      file: '',
      line: 1,
      column: 1,
      template: '',
      object: labelOf(object),
      namespace: textAt(objectAt(object, 'metadata'), 'namespace'),
      policies,
      path: finding.path,
      id: finding.id,
      severity: finding.severity,
      message: finding.message,
    })),
  );
}
