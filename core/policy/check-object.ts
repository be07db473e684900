import {
  ACCESS_CONFIG_NAME,
  checkPolicyShape,
  type Finding,
  parseAccessPolicy,
  quote,
  type RawObject,
} from '../api/index.ts';
import { objectAt, textAt } from '../runtime/index.ts';
import { checkPolicy } from './check-policy.ts';

function nameFindings(object: RawObject): readonly Finding[] {
  const name = textAt(objectAt(object, 'metadata'), 'name');
  return name === ACCESS_CONFIG_NAME
    ? []
    : [
        {
          id: 'SPA-R010',
          severity: 'error',
          path: 'metadata.name',
          message: `${quote(name)}: there is one SecretAccessConfig, named ${ACCESS_CONFIG_NAME}`,
        },
      ];
}

/** Everything wrong with a SecretAccessPolicy or SecretAccessConfig: shape, patterns, what cannot be meant (admission.md 2.7). Other kinds: nothing. */
export function checkPolicyObject(object: RawObject): readonly Finding[] {
  const shape = checkPolicyShape(object);
  switch (object['kind']) {
    case 'SecretAccessPolicy': {
      const parsed = parseAccessPolicy(object);
      return parsed.ok ? [...shape, ...checkPolicy(parsed.value.spec)] : shape;
    }
    case 'SecretAccessConfig':
      return [...shape, ...nameFindings(object)];
    default:
      return [];
  }
}
