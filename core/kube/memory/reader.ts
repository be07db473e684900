import type { RawObject } from '../../api/index.ts';
import { createChannel } from '../../runtime/index.ts';
import { asResource } from '../object-ref.ts';
import type { ListOptions, ObjectReader, ObjectWatcher, Resource, WatchEvent } from '../ports.ts';
import { parseOptions } from './selector.ts';
import type { Change, Table } from './table.ts';
import { refuseAborted } from './target.ts';

/** What a change means to someone who sees only part of the objects. */
function eventOf(
  { before, after }: Change,
  isSeen: (object: RawObject) => boolean,
): { readonly type: 'put' | 'delete'; readonly object: RawObject } | undefined {
  if (after !== undefined && isSeen(after)) {
    return { type: 'put', object: after };
  }
  return before !== undefined && isSeen(before)
    ? { type: 'delete', object: after ?? before }
    : undefined;
}

export function createReader(table: Table): ObjectReader & ObjectWatcher {
  function listed(resource: Resource, options: ListOptions): readonly RawObject[] {
    const isSeen = parseOptions(resource, options);
    return table
      .rows(resource)
      .map(({ object }) => object)
      .filter(isSeen)
      .slice(0, options.limit)
      .map((object) => asResource(object, resource, options.metadataOnly ?? false));
  }

  return {
    async get(resource, ref, signal) {
      refuseAborted(signal);
      const object = table.get(resource, ref);
      return object === undefined ? undefined : asResource(object, resource, false);
    },
    async list(resource, options, signal) {
      refuseAborted(signal);
      return listed(resource, options);
    },
    async *watch(resource, options, signal): AsyncGenerator<WatchEvent> {
      const isSeen = parseOptions(resource, options);
      const channel = createChannel<WatchEvent>(signal);
      const stop = table.listen(resource, (change) => {
        const event = eventOf(change, isSeen);
        if (event !== undefined) {
          const object = asResource(event.object, resource, options.metadataOnly ?? false);
          channel.push({ type: event.type, object });
        }
      });
      try {
        for (const object of listed(resource, options)) {
          yield { type: 'put', object };
        }
        yield { type: 'synced' };
        yield* channel;
      } finally {
        stop();
        channel.close();
      }
    },
  };
}
