/** Patterns of the schemas (eso.md 1.1), each with the words a person reads when a value does not fit. */
export const DNS_SUBDOMAIN = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$';
export const DNS_LABEL = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$';
export const SECRET_KEY = '^[-._a-zA-Z0-9]+$';
export const BASE64 = '^[A-Za-z0-9+/\\r\\n]*={0,2}[\\r\\n]*$';
export const CRON =
  '^(@(annually|yearly|monthly|weekly|daily|midnight|hourly)|@every [^\\s]+.*|[^\\s]+( [^\\s]+){4})$';
export const GCP_REGION = '^[a-z0-9-]+$';
export const GCP_SERVICE_ACCOUNT = '^.*@.*\\.iam\\.gserviceaccount\\.com$';

const WORDS: Readonly<Record<string, string>> = {
  [DNS_SUBDOMAIN]:
    'lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit',
  [DNS_LABEL]: 'lower-case letters, digits and "-", beginning and ending with a letter or digit',
  [SECRET_KEY]: 'letters, digits, "-", "_" and "."',
  [BASE64]: 'base64',
  [CRON]: 'five cron fields, @daily and the like, or "@every 1h"',
  [GCP_SERVICE_ACCOUNT]: 'NAME@PROJECT.iam.gserviceaccount.com',
};

/** What a pattern accepts, for people. */
export function patternWords(source: string): string {
  return WORDS[source] ?? `text that matches ${source}`;
}
