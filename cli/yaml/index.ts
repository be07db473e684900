export { type Position, YAML_FINDINGS, type YamlProblem } from './problem.ts';
export { readYaml, type YamlStream } from './read.ts';
