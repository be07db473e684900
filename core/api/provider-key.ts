import type { BackendName } from './secret-store.ts';

/** Provider keys of ESO that Sallyport does not serve (eso.md 5.1): known by name, refused when new. */
export const UNSUPPORTED_PROVIDERS = [
  'bitwardensecretsmanager',
  'ovh',
  'oracle',
  'ibm',
  'yandexcertificatemanager',
  'yandexlockbox',
  'github',
  'crd',
  'senhasegura',
  'scaleway',
  'previder',
  'onboardbase',
  'keepersecurity',
  'conjur',
  'delinea',
  'secretserver',
  'chef',
  'pulumi',
  'fortanix',
  'passworddepot',
  'passbolt',
  'dvls',
  'infisical',
  'beyondtrust',
  'beyondtrustworkloadcredentials',
  'cloudrusm',
  'volcengine',
  'ngrok',
  'barbican',
  'nebiusmysterybox',
] as const;

/** The backends, in the order messages list them. */
export const BACKEND_NAMES = [
  'akeyless',
  'aws',
  'azurekv',
  'doppler',
  'fake',
  'gcpsm',
  'gitlab',
  'kubernetes',
  'onepassword',
  'onepasswordSDK',
  'vault',
  'webhook',
] as const satisfies readonly BackendName[];

/** Keys of `spec.provider` that Sallyport serves: the backends, and OpenBao by the one of Vault. */
export const SUPPORTED_PROVIDERS = [...BACKEND_NAMES, 'openBao'].toSorted();
