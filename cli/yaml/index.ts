export type { Position, YamlProblem } from './problem.ts';
export { readYaml, type YamlStream } from './read.ts';
