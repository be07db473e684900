import { isDeepStrictEqual } from 'node:util';
import { ESO_GROUP, type RawObject } from '../../core/api/index.ts';
import { storeFacts } from '../../core/policy/index.ts';
import { objectAt } from '../../core/runtime/index.ts';
import { ofShape, type ValidatingHandler } from '../admission/handler.ts';
import type { AdmissionRequest } from '../admission/request.ts';
import type { DefinitionHandlerDeps } from './definition-handler.ts';
import { previewChange } from './preview.ts';
import { worldOf } from './world.ts';

const KINDS: readonly string[] = ['SecretStore', 'ClusterSecretStore'];

function handles({ kind, subResource, operation }: AdmissionRequest): boolean {
  return (
    kind.group === ESO_GROUP &&
    KINDS.includes(kind.kind) &&
    subResource === '' &&
    operation === 'UPDATE'
  );
}

function leaves(object: RawObject, oldObject: RawObject): boolean {
  return (
    isDeepStrictEqual(object['spec'], oldObject['spec']) &&
    isDeepStrictEqual(
      objectAt(objectAt(object, 'metadata'), 'labels'),
      objectAt(objectAt(oldObject, 'metadata'), 'labels'),
    )
  );
}

/** A changed store may change the verdict about what uses it already, and nobody asks again: so it is said now (admission.md 2.8). */
export function createStoreChangeHandler(deps: DefinitionHandlerDeps): ValidatingHandler {
  return {
    name: 'store-change',
    handles,
    async judge({ object, oldObject, budgetMs }, signal) {
      const { snapshot } = deps;
      const policies = snapshot.policies();
      const facts = object === undefined ? undefined : storeFacts(object);
      const isUnchanged =
        object === undefined || oldObject === undefined || leaves(object, oldObject);
      if (facts === undefined || isUnchanged || policies.byName.size === 0) {
        return ofShape([]);
      }
      const { kind, namespace, name } = facts.id;
      const changed = {
        ...snapshot,
        store: (id: typeof facts.id) =>
          id.kind === kind && id.namespace === namespace && id.name === name
            ? facts
            : snapshot.store(id),
      };
      const change = {
        before: worldOf(snapshot, policies),
        after: worldOf(changed, policies),
        namespace,
      };
      return ofShape(await previewChange(change, deps, budgetMs, signal));
    },
  };
}
