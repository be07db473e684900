import { parseCron } from './cron/index.ts';
import { compileRegexp } from './regexp.ts';
import { regexpSize } from './regexp-size.ts';
import { parseTemplate } from './template.ts';

/** What is wrong with a regular expression or a template, for whoever validates manifests; undefined when nothing is. */
export const textChecks = {
  regexp: (source: string): string | undefined => {
    const compiled = compileRegexp(source);
    return compiled.ok ? undefined : compiled.message;
  },
  regexpSize,
  cron: (line: string): string | undefined => {
    const parsed = parseCron(line);
    return parsed.ok ? undefined : parsed.message;
  },
  template: (text: string): string | undefined => {
    const parsed = parseTemplate('template', text, { foresees: true });
    return parsed.ok
      ? undefined
      : `line ${parsed.error.line}, column ${parsed.error.column}: ${parsed.error.reason}`;
  },
};
