export { parseOutputs, type OutputChoice, OUTPUT_HELP } from './choice.ts';
export { type JunitSuite, renderJunit } from './junit-xml.ts';
export { writeReport } from './write-report.ts';
