/** Credentials that give themselves away by their shape. The texts are public facts of the issuers' documentation. */
const SHAPES: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/u],
  ['an AWS access key id', /(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Z0-9])/u],
  ['a GitHub token', /(?<!\w)(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{60,})/u],
  ['a GitLab token', /(?<![\w-])gl(?:pat|ptt|dt|rt)-[\w-]{20,}/u],
  ['a Slack token', /(?<!\w)xox[abeoprs]-[\w-]{10,}/u],
  ['a Vault token', /(?<!\w)hv[sbr]\.[\w-]{20,}/u],
  ['a Google API key', /(?<!\w)AIza[\w-]{35}(?!\w)/u],
  ['a Stripe key', /(?<!\w)[rs]k_live_[A-Za-z0-9]{20,}/u],
  ['a Doppler token', /(?<!\w)dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{20,}/u],
  ['a 1Password service account token', /(?<!\w)ops_eyJ[\w-]{40,}/u],
  ['an npm token', /(?<!\w)npm_[A-Za-z0-9]{36}/u],
  ['a URL with a password', /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{1,64}:[^\s/@${}<>]{3,128}@/u],
];

/** Which kind of credential a text holds; undefined for one whose shape says nothing. */
export function tokenShape(text: string): string | undefined {
  return SHAPES.find(([, pattern]) => pattern.test(text))?.[0];
}
