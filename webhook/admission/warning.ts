/** Beyond 4096 runes in all, the API server cuts each warning to 256 (admission.md 1.4). */
const MAX_RUNES = 250;
const MAX_WARNINGS = 8;

function clean(text: string): string {
  const whole = text.replaceAll(/\p{Cs}/gu, '\ufffd');
  const runes = Array.from(whole.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim());
  return runes.length <= MAX_RUNES ? runes.join('') : `${runes.slice(0, MAX_RUNES - 1).join('')}…`;
}

/** Warnings as the API server passes them on: a control character would make it drop one without a trace. */
export function toWarnings(texts: readonly string[]): readonly string[] {
  const warnings = texts.map(clean).filter((text) => text !== '');
  return warnings.length <= MAX_WARNINGS
    ? warnings
    : [
        ...warnings.slice(0, MAX_WARNINGS - 1),
        `… and ${warnings.length - MAX_WARNINGS + 1} more warnings`,
      ];
}
