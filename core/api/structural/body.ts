import { isGeneratorKind } from '../generator/index.ts';
import type { KindInfo } from '../kinds.ts';
import {
  CLUSTER_EXTERNAL_SECRET,
  CLUSTER_GENERATOR,
  CLUSTER_PUSH_SECRET,
  EXTERNAL_SECRET,
  GENERATORS,
  PUSH_SECRET,
  SECRET_STORE,
} from './generated.ts';
import type { StructuralSchema } from './schema.ts';

const BODIES: Readonly<Record<string, StructuralSchema>> = {
  SecretStore: SECRET_STORE,
  ClusterSecretStore: SECRET_STORE,
  ExternalSecret: EXTERNAL_SECRET,
  ClusterExternalSecret: CLUSTER_EXTERNAL_SECRET,
  PushSecret: PUSH_SECRET,
  ClusterPushSecret: CLUSTER_PUSH_SECRET,
  ClusterGenerator: CLUSTER_GENERATOR,
};

/** The structural schema of what lies beside apiVersion, kind and metadata. */
export function structureOf({ kind }: KindInfo): StructuralSchema {
  const body = isGeneratorKind(kind) ? GENERATORS[kind] : BODIES[kind];
  if (body === undefined) {
    throw new TypeError(`kind ${kind} has no schema`);
  }
  return body;
}
