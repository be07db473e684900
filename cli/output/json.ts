import type { Format } from './report.ts';

/** An array of findings. */
export const json: Format = {
  render: ({ findings }) => `${JSON.stringify(findings, null, 2)}\n`,
};
