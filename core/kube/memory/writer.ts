import { textAt } from '../../runtime/index.ts';
import { metadataOf } from '../metadata.ts';
import { refOf } from '../object-ref.ts';
import type { ObjectWriter } from '../ports.ts';
import { type CommitDeps, createCommit } from './commit.ts';
import { decodeBody } from './draft.ts';
import { needsResourceVersion } from './kinds.ts';
import { planPatch } from './patch.ts';
import { refuseAborted, targetOf } from './target.ts';
import { invalid } from './validate.ts';

export function createWriter(deps: CommitDeps): ObjectWriter {
  const { table, deletion, clock } = deps;
  const commit = createCommit(deps);

  return {
    async create(resource, object, options, signal) {
      refuseAborted(signal);
      const incoming = decodeBody(resource, object);
      const target = targetOf(resource, refOf(resource, incoming), options);
      return commit.insert(target, { incoming, entries: undefined }, signal);
    },
    async replace(resource, object, options, signal) {
      refuseAborted(signal);
      const incoming = decodeBody(resource, object);
      const version = textAt(metadataOf(incoming), 'resourceVersion');
      if (needsResourceVersion(resource) && version === '') {
        throw invalid(resource, incoming, [
          'metadata.resourceVersion: Invalid value: 0: must be specified for an update',
        ]);
      }
      const target = targetOf(resource, refOf(resource, incoming), options);
      return commit.update(target, () => ({ incoming, entries: undefined }), signal);
    },
    // eslint-disable-next-line max-params -- the port's shape
    async patch(resource, ref, body, options, signal) {
      refuseAborted(signal);
      const plan = planPatch(targetOf(resource, ref, options), body, options, clock);
      const isNew = table.get(resource, ref) === undefined;
      return isNew && plan.initial !== undefined
        ? commit.insert(plan.target, plan.initial, signal)
        : commit.update(plan.target, plan.changeOf, signal);
    },
    async delete(resource, ref, preconditions, signal) {
      refuseAborted(signal);
      return deletion.delete(resource, ref, preconditions);
    },
  };
}
