export { type Position, YAML_FINDINGS, type YamlProblem } from './problem.ts';
export { readYaml, type YamlObject, type YamlStream } from './read.ts';
