import type { RawObject } from '../../api/index.ts';
import { objectAt } from '../../runtime/index.ts';
import type { LiveSecret } from './live-secret.ts';

/** What one field manager set on a Secret and may therefore take away again. */
export interface OwnedFields {
  readonly data: ReadonlySet<string>;
  readonly labels: ReadonlySet<string>;
  readonly annotations: ReadonlySet<string>;
}

function namesAt(fields: RawObject, part: string): readonly string[] {
  return Object.keys(objectAt(fields, part))
    .filter((name) => name.startsWith('f:'))
    .map((name) => name.slice('f:'.length));
}

/** Reads metadata.managedFields (FieldsV1) of every entry of `manager`. */
export function ownedFields(live: LiveSecret, manager: string): OwnedFields {
  const data = new Set<string>();
  const labels = new Set<string>();
  const annotations = new Set<string>();
  const add = (set: Set<string>, fields: RawObject, part: string): void => {
    for (const name of namesAt(fields, part)) {
      set.add(name);
    }
  };
  for (const entry of live.managedFields.filter((each) => each['manager'] === manager)) {
    const fields = objectAt(entry, 'fieldsV1');
    const metadata = objectAt(fields, 'f:metadata');
    add(data, fields, 'f:data');
    add(labels, metadata, 'f:labels');
    add(annotations, metadata, 'f:annotations');
  }
  return { data, labels, annotations };
}
