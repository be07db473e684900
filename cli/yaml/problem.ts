/** A place in a file, both from 1; columns count UTF-16 units, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Findings about the YAML itself; docs/reference/findings.md has them beside those about objects. */
export const YAML_FINDINGS = {
  'SPA-Y001': 'unreadable YAML',
  'SPA-Y002': 'key used twice',
  'SPA-Y003': 'indented with tabs',
  'SPA-Y004': 'indented with no-break spaces',
  'SPA-Y005': 'indentation lost',
  'SPA-Y006': 'not a Kubernetes object',
} as const satisfies Readonly<Record<string, string>>;

/** Something wrong with the YAML itself: no object is taken from a document that has one. */
export interface YamlProblem {
  readonly id: keyof typeof YAML_FINDINGS;
  readonly position: Position;
  readonly message: string;
}
