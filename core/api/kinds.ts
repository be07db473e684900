import { GENERATOR_KINDS } from './generator/index.ts';
import { ESO_GROUP, GENERATOR_GROUP, SERVED_VERSIONS } from './group.ts';

/** How a kind is served. */
export interface KindInfo {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  /** Served; the first is the one stored. */
  readonly versions: readonly string[];
  readonly namespaced: boolean;
}

const ALPHA = ['v1alpha1'] as const;

function eso(kind: string, versions: readonly string[], namespaced: boolean): KindInfo {
  return { group: ESO_GROUP, kind, plural: `${kind.toLowerCase()}s`, versions, namespaced };
}

function generator(kind: string, namespaced: boolean): KindInfo {
  return {
    group: GENERATOR_GROUP,
    kind,
    plural: `${kind.toLowerCase()}s`,
    versions: ALPHA,
    namespaced,
  };
}

/** The kinds of ESO that validateManifest reads (eso.md 1.1): what the webhook is registered for and the CRDs are of. */
export const KINDS: readonly KindInfo[] = [
  eso('SecretStore', SERVED_VERSIONS, true),
  eso('ClusterSecretStore', SERVED_VERSIONS, false),
  eso('ExternalSecret', SERVED_VERSIONS, true),
  eso('ClusterExternalSecret', SERVED_VERSIONS, false),
  eso('PushSecret', ALPHA, true),
  eso('ClusterPushSecret', ALPHA, false),
  ...GENERATOR_KINDS.map((kind) => generator(kind, true)),
  generator('ClusterGenerator', false),
];

/** How the kind is served; undefined when it is none of these. */
export function kindInfo(group: string, kind: string): KindInfo | undefined {
  return KINDS.find((info) => info.group === group && info.kind === kind);
}
