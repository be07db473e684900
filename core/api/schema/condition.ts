import type { ArraySchema } from 'joi';
import type { FieldSchemas } from '../field-schema.ts';
import type { Condition } from '../object.ts';

export function conditionsSchema(f: FieldSchemas): ArraySchema {
  const condition = f.object<Condition>({
    type: f.text().required(),
    status: f.choice('True', 'False', 'Unknown').required(),
    reason: f.assumed(f.text(), ''),
    message: f.assumed(f.text(), ''),
    lastTransitionTime: f.assumed(f.timestamp(), ''),
  });
  return f.assumed(f.list(condition), []);
}
