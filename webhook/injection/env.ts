import type { EnvRequest, RawObject } from '../../core/api/index.ts';
import { ENV_VOLUME } from './pod.ts';

/** The variables as they stand in a container. */
export function envEntries({ from, variables }: EnvRequest): readonly RawObject[] {
  return variables.map(({ name, source, key }) => ({
    name,
    valueFrom:
      from === 'secret'
        ? { secretKeyRef: { name: source, key } }
        : {
            fileKeyRef: {
              volumeName: ENV_VOLUME,
              path: `${source}.env`,
              key: name,
              optional: false,
            },
          },
  }));
}
