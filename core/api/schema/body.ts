import type { ObjectSchema, Root } from 'joi';
import { clusterGeneratorSchema, generatorSchema } from '../generator/schemas.ts';
import { isGeneratorKind } from '../generator/index.ts';
import type { KindInfo } from '../kinds.ts';
import { clusterExternalSecretSchema } from './cluster-external-secret.ts';
import { externalSecretSchema } from './external-secret.ts';
import { clusterPushSecretSchema, pushSecretSchema } from './push-secret.ts';
import { secretStoreSchema } from './secret-store.ts';

const BODIES: Readonly<Record<string, (joi: Root) => ObjectSchema>> = {
  SecretStore: secretStoreSchema,
  ClusterSecretStore: secretStoreSchema,
  ExternalSecret: externalSecretSchema,
  ClusterExternalSecret: clusterExternalSecretSchema,
  PushSecret: pushSecretSchema,
  ClusterPushSecret: clusterPushSecretSchema,
  ClusterGenerator: clusterGeneratorSchema,
};

/** The schema of what lies beside apiVersion, kind and metadata. */
export function bodySchema(joi: Root, { kind }: KindInfo): ObjectSchema {
  const build = BODIES[kind];
  if (build !== undefined) {
    return build(joi);
  }
  if (isGeneratorKind(kind)) {
    return generatorSchema(joi, kind);
  }
  throw new TypeError(`kind ${kind} has no schema`);
}
