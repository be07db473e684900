export type { Position, YamlProblem } from './problem.ts';
export { readYaml, type YamlObject, type YamlStream } from './read.ts';
