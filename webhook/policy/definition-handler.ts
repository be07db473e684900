import { POLICY_GROUP, type RawObject } from '../../core/api/index.ts';
import {
  checkPolicyObject,
  type CompiledPolicies,
  compilePolicies,
} from '../../core/policy/index.ts';
import { objectAt, textAt } from '../../core/runtime/index.ts';
import { ofShape, type ValidatingHandler } from '../admission/handler.ts';
import type { AdmissionRequest } from '../admission/request.ts';
import type { Snapshot } from '../snapshot/index.ts';
import { type PreviewDeps, previewChange } from './preview.ts';
import { worldOf } from './world.ts';

const KINDS: readonly string[] = ['SecretAccessPolicy', 'SecretAccessConfig'];

export interface DefinitionHandlerDeps extends PreviewDeps {
  readonly snapshot: Pick<
    Snapshot,
    'policies' | 'storedPolicies' | 'storedConfig' | 'store' | 'stores' | 'namespace' | 'namespaces'
  >;
}

function handles({ kind, subResource, operation }: AdmissionRequest): boolean {
  return (
    kind.group === POLICY_GROUP &&
    KINDS.includes(kind.kind) &&
    subResource === '' &&
    (operation === 'CREATE' || operation === 'UPDATE')
  );
}

function nameOf(object: RawObject): string {
  return textAt(objectAt(object, 'metadata'), 'name');
}

/** The policies as they would be with this object stored. */
function policiesWith(
  object: RawObject,
  snapshot: DefinitionHandlerDeps['snapshot'],
): CompiledPolicies {
  const before = snapshot.policies();
  const others = snapshot.storedPolicies().filter((each) => nameOf(each) !== nameOf(object));
  return object['kind'] === 'SecretAccessPolicy'
    ? compilePolicies([...others, object], snapshot.storedConfig(), before)
    : compilePolicies(snapshot.storedPolicies(), object, before);
}

/** Policies and settings: refused when they cannot be meant, and otherwise answered with what they would newly refuse. */
export function createDefinitionHandler(deps: DefinitionHandlerDeps): ValidatingHandler {
  return {
    name: 'policy-definition',
    handles,
    async judge({ object, budgetMs }, signal) {
      const faults = object === undefined ? [] : checkPolicyObject(object);
      if (object === undefined || faults.some(({ severity }) => severity === 'error')) {
        return ofShape(faults);
      }
      const { snapshot } = deps;
      const change = {
        before: worldOf(snapshot, snapshot.policies()),
        after: worldOf(snapshot, policiesWith(object, snapshot)),
        namespace: '',
      };
      return ofShape([...faults, ...(await previewChange(change, deps, budgetMs, signal))]);
    },
  };
}
