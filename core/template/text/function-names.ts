/** Functions that templates written for ESO may call: Go's own, then Sprig's and ESO's (eso.md 4). */
const GO =
  'and call html index slice js len not or print printf println urlquery eq ge gt le lt ne';
const ESO = [
  'abbrev abbrevboth add add1 add1f addf adler32sum ago all any append atoi b32dec b32enc',
  'b64dec b64enc base bcrypt biggest buildCustomCert camelcase cat ceil certSANs chunk',
  'clean coalesce compact concat contains date date_in_zone date_modify dateInZone dateModify',
  'decryptAES deepCopy must_date_modify mustPush push',
  'deepEqual default derivePassword dict dig dir div divf duration durationRound empty',
  'encryptAES ext fail filterCertChain filterPEM first float64 floor fromJson fromYaml',
  'fullPemToPkcs12 fullPemToPkcs12Pass genCA genCAWithKey genPrivateKey genSelfSignedCert',
  'genSelfSignedCertWithKey genSignedCert genSignedCertWithKey get has hasKey hasPrefix',
  'hasSuffix hello hexdec htmlDate htmlDateInZone htpasswd indent initial initials int',
  'int64 isAbs join jwkPrivateKeyPem jwkPublicKeyPem kebabcase keys kindIs kindOf last list',
  'lower max maxf merge mergeOverwrite min minf mod mul mulf mustAppend mustChunk',
  'mustCompact mustDateModify mustDeepCopy mustFirst mustFromJson mustHas mustInitial',
  'mustLast mustMerge mustMergeOverwrite mustPrepend mustRegexFind mustRegexFindAll',
  'mustRegexMatch mustRegexReplaceAll mustRegexReplaceAllLiteral mustRegexSplit mustRest',
  'mustReverse mustSlice mustToDate mustToJson mustToPrettyJson mustToRawJson mustUniq',
  'mustWithout nindent nospace now omit osBase osClean osDir osExt osIsAbs pemToPkcs12',
  'pemToPkcs12Pass pemTruststoreToPKCS12 pemTruststoreToPKCS12Pass pick pkcs12cert',
  'pkcs12certPass pkcs12key pkcs12keyPass pluck plural prepend quote randAlpha randAlphaNum',
  'randAscii randBytes randInt randNumeric regexFind regexFindAll regexMatch regexQuoteMeta',
  'regexReplaceAll regexReplaceAllLiteral regexSplit repeat replace rest reverse round',
  'rsaDecrypt semver semverCompare seq set sha1sum sha256sum sha512sum shuffle slice',
  'snakecase sortAlpha split splitList splitn squote sub subf substr swapcase ternary title',
  'toDate toDecimal toJson toPrettyJson toRawJson toString toStrings toYaml trim trimAll',
  'trimPrefix trimSuffix trimall trunc tuple typeIs typeIsLike typeOf uniq unixEpoch unset',
  'until untilStep untitle upper urlJoin urlParse uuidv4 values without wrap wrapWith',
];

/** Whether a template may mean it; everything else is a mistake, in Go too. */
export function isFunctionName(name: string): boolean {
  return NAMES.has(name);
}

const NAMES: ReadonlySet<string> = new Set(`${GO} ${ESO.join(' ')}`.split(' '));
