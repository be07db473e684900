import { EXTERNAL_SECRETS_ANNOTATION, INJECT_ANNOTATION, STATUS_ANNOTATION } from './group.ts';

export const ANNOTATION_PREFIX = 'sallyport.dev/';
export const MOUNT_PATH_ANNOTATION = 'sallyport.dev/mount-path';
export const CONTAINERS_ANNOTATION = 'sallyport.dev/containers';
export const FILE_MODE_ANNOTATION = 'sallyport.dev/file-mode';
export const LAYOUT_ANNOTATION = 'sallyport.dev/layout';
export const FORMAT_ANNOTATION = 'sallyport.dev/format';
export const ENV_ANNOTATION = 'sallyport.dev/env';
export const ENV_SOURCE_ANNOTATION = 'sallyport.dev/env-source';
export const NATIVE_SECRET_ANNOTATION = 'sallyport.dev/native-secret';
export const RELOAD_ANNOTATION = 'sallyport.dev/reload';
export const RELOAD_HTTP_ANNOTATION = 'sallyport.dev/reload-http';
export const RELOAD_VERIFY_ANNOTATION = 'sallyport.dev/reload-verify';
export const RELOAD_ROLLBACK_ANNOTATION = 'sallyport.dev/reload-rollback';
export const STALE_LIMIT_ANNOTATION = 'sallyport.dev/stale-limit';
export const STALE_ACTION_ANNOTATION = 'sallyport.dev/stale-action';
export const RESOURCES_ANNOTATION = 'sallyport.dev/resources';
export const POSITION_ANNOTATION = 'sallyport.dev/position';
export const NATIVE_SIDECAR_ANNOTATION = 'sallyport.dev/native-sidecar';
export const CONTAINER_PATCH_ANNOTATION = 'sallyport.dev/container-patch';
export const DEFAULT_MOUNT_PATH = '/var/run/secrets/sallyport.dev';

export interface InjectionAnnotation {
  readonly name: string;
  /** What a value looks like. */
  readonly accepts: string;
  /** What absence means. */
  readonly absent: string;
  readonly meaning: string;
}

const FLAG = '"true" or "false"';

/** The Pod annotations people write; docs/reference/annotations.md is made of this table. */
export const INJECTION_ANNOTATIONS: readonly InjectionAnnotation[] = [
  {
    name: INJECT_ANNOTATION,
    accepts: FLAG,
    absent: 'no injection',
    meaning: 'Whether this Pod gets the sidecar.',
  },
  {
    name: EXTERNAL_SECRETS_ANNOTATION,
    accepts: 'names separated by commas',
    absent: 'refused: an injected Pod names at least one',
    meaning: 'The ExternalSecrets of the Pod’s namespace it gets, one directory each.',
  },
  {
    name: MOUNT_PATH_ANNOTATION,
    accepts: 'an absolute path',
    absent: DEFAULT_MOUNT_PATH,
    meaning: 'Where the directories appear in the containers.',
  },
  {
    name: CONTAINERS_ANNOTATION,
    accepts: 'names separated by commas',
    absent: 'all containers',
    meaning: 'The containers that see the files.',
  },
  {
    name: FILE_MODE_ANNOTATION,
    accepts: 'an octal mode, like "0440"',
    absent: 'see [who can read the files](#who-can-read-the-files)',
    meaning: 'Mode of the files. Directories can be entered by whoever can read the files.',
  },
  {
    name: LAYOUT_ANNOTATION,
    accepts: '"atomic" or "flat"',
    absent: '"atomic"',
    meaning:
      'Whether all files of an ExternalSecret change in one step behind links, or are plain files, each replaced whole.',
  },
  {
    name: FORMAT_ANNOTATION,
    accepts: '"keys", "dotenv", "json" or "properties", or several separated by commas',
    absent: '"keys"',
    meaning:
      'One file a key, or one file with all of them: `secrets.env`, `secrets.json`, `secrets.properties`.',
  },
  {
    name: ENV_ANNOTATION,
    accepts: '"VARIABLE=NAME/KEY", or several separated by commas',
    absent: 'no variables',
    meaning: 'Variables of the containers that see the files; NAME as `env-source` has it.',
  },
  {
    name: ENV_SOURCE_ANNOTATION,
    accepts: '"secret" or "file"',
    absent: '"secret"',
    meaning:
      'Where variables come from: the native Secret NAME, or a file of the sidecar with key KEY of the ExternalSecret NAME (fileKeyRef, Kubernetes 1.35 and later).',
  },
  {
    name: NATIVE_SECRET_ANNOTATION,
    accepts: FLAG,
    absent: '"false"',
    meaning: 'Whether the sidecar keeps the native Secret where no controller serves.',
  },
  {
    name: RELOAD_ANNOTATION,
    accepts:
      '"signal PRESET", "signal SIGNAL PROCESS", "http PRESET[:PORT]", "http [GET|POST|PUT ]URL", or several separated by commas',
    absent: 'nobody is told',
    meaning: 'How the application is told, in this order, after files changed.',
  },
  {
    name: RELOAD_HTTP_ANNOTATION,
    accepts: '"[GET|POST|PUT ]http://127.0.0.1:PORT/PATH"',
    absent: 'nobody is told',
    meaning:
      'Short for `reload` with one `http` step: a request inside the Pod; POST unless another method stands before the URL.',
  },
  {
    name: RELOAD_VERIFY_ANNOTATION,
    accepts: '"file" or "http [GET|POST|PUT ]URL"',
    absent: 'a step that succeeded is enough',
    meaning: 'How it is known that the application took the new files.',
  },
  {
    name: RELOAD_ROLLBACK_ANNOTATION,
    accepts: FLAG,
    absent: '"false"',
    meaning:
      'Whether the previous files are put back when `reload-verify` says the application did not take the new ones.',
  },
  {
    name: STALE_LIMIT_ANNOTATION,
    accepts: 'a duration of at least a second, like "1h30m"',
    absent: 'no limit',
    meaning: 'How long files may go unconfirmed by the backend before they are expired.',
  },
  {
    name: STALE_ACTION_ANNOTATION,
    accepts: '"keep" or "unready"',
    absent: '"keep"',
    meaning:
      'What happens when files are expired: an event and a metric alone, or the Pod is unready as well. The files stay.',
  },
  {
    name: RESOURCES_ANNOTATION,
    accepts: '"requests.cpu=5m", likewise requests.memory, limits.cpu, limits.memory, by commas',
    absent: 'requests.cpu=5m, requests.memory=48Mi, limits.memory=128Mi',
    meaning: 'Resources of the sidecar; what is not named stays as it is.',
  },
  {
    name: POSITION_ANNOTATION,
    accepts: '"after-mesh", "first", "last" or "after NAME"',
    absent: '"after-mesh"',
    meaning:
      'Where among the init containers the sidecar goes; those before it see no files and wait for none.',
  },
  {
    name: NATIVE_SIDECAR_ANNOTATION,
    accepts: FLAG,
    absent: 'as the webhook is set',
    meaning:
      'Whether the sidecar is one init container that goes on, or a pair of an init container and a container, for nodes older than Kubernetes 1.29.',
  },
  {
    name: CONTAINER_PATCH_ANNOTATION,
    accepts: 'a JSON Patch (RFC 6902) of "add", "replace", "remove" and "test"',
    absent: 'no changes',
    meaning: 'Last changes to the sidecar’s container, for what no annotation says.',
  },
];

/** On a Pod whose kubelet is to look at its Secrets at once. */
export const NUDGED_ANNOTATION = 'sallyport.dev/nudged-at';

/** Annotations in our name that people do not write. */
export const OWN_ANNOTATIONS: readonly string[] = [STATUS_ANNOTATION, NUDGED_ANNOTATION];
