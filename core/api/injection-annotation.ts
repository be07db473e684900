import { EXTERNAL_SECRETS_ANNOTATION, INJECT_ANNOTATION, STATUS_ANNOTATION } from './group.ts';

export const ANNOTATION_PREFIX = 'sallyport.dev/';
export const MOUNT_PATH_ANNOTATION = 'sallyport.dev/mount-path';
export const CONTAINERS_ANNOTATION = 'sallyport.dev/containers';
export const NATIVE_SECRET_ANNOTATION = 'sallyport.dev/native-secret';
export const RELOAD_HTTP_ANNOTATION = 'sallyport.dev/reload-http';
export const DEFAULT_MOUNT_PATH = '/var/run/secrets/sallyport.dev';

export interface InjectionAnnotation {
  readonly name: string;
  /** What a value looks like. */
  readonly accepts: string;
  /** What absence means. */
  readonly absent: string;
  readonly meaning: string;
}

/** The Pod annotations people write; docs/reference/annotations.md is made of this table. */
export const INJECTION_ANNOTATIONS: readonly InjectionAnnotation[] = [
  {
    name: INJECT_ANNOTATION,
    accepts: '"true" or "false"',
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
    name: NATIVE_SECRET_ANNOTATION,
    accepts: '"true" or "false"',
    absent: '"false"',
    meaning: 'Whether the sidecar keeps the native Secret where no controller serves.',
  },
  {
    name: RELOAD_HTTP_ANNOTATION,
    accepts: '"[GET|POST|PUT ]http://127.0.0.1:PORT/PATH"',
    absent: 'nobody is told',
    meaning:
      'Request sent inside the Pod after files changed; POST unless another method stands before the URL.',
  },
];

/** Annotations in our name that people do not write. */
export const OWN_ANNOTATIONS: readonly string[] = [STATUS_ANNOTATION];
