import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseTemplate } from '../../core/template/index.ts';
import type { Figure } from './figure.ts';

interface TemplateCase {
  readonly name: string;
  readonly template: string;
  readonly data: Readonly<Record<string, string>>;
}

interface GoTimes {
  readonly output: string;
  readonly parseMicroseconds: number;
  readonly executeMicroseconds: number;
}

const properties = Array.from({ length: 40 }, (_, index) => {
  const value = ['.host', '.port | quote', '.password | b64enc', '.user | upper | trunc 8'][
    index % 4
  ];
  return `service.setting${index} = {{ ${value} }}`;
}).join('\n');

const entries = Array.from(
  { length: 200 },
  (_, index) => [`key-${index}`, `value ${index}`] as const,
);

const document = Array.from(
  { length: 20 },
  (_, index) =>
    `service${index}:\n  port: ${8000 + index}\n  hosts:\n  - a${index}\n  - b\n  enabled: true\n`,
).join('');

const CASES: readonly TemplateCase[] = [
  {
    name: '40 lines of properties',
    template: properties,
    data: { host: 'db.example.com', port: '5432', password: 'p4ss/w+rd=', user: 'application' },
  },
  {
    name: 'range over 200 entries',
    template: '{{ range $key, $value := . }}{{ $key }}={{ $value | quote }}\n{{ end }}',
    data: Object.fromEntries(entries),
  },
  {
    name: 'fromYaml and toYaml of 120 lines',
    template: '{{ .document | fromYaml | toYaml }}',
    data: { document },
  },
];

/** The same templates in Go and here, one after the other in one run. */
export async function benchTemplates(): Promise<readonly Figure[]> {
  const go = timesInGo();
  const figures: Figure[] = [];
  for (const [index, templateCase] of CASES.entries()) {
    const theirs = go[index];
    if (theirs === undefined) {
      throw new Error(`Go gave no times for ${templateCase.name}`);
    }
    figures.push(...(await compare(templateCase, theirs)));
  }
  return figures;
}

function timesInGo(): readonly GoTimes[] {
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  const program = join(folder, 'vectors');
  try {
    const cwd = fileURLToPath(new URL('../vectors/', import.meta.url));
    execFileSync('go', ['build', '-o', program, '.'], { cwd, stdio: 'inherit' });
    const answer = execFileSync(program, ['bench'], {
      input: JSON.stringify(CASES),
      encoding: 'utf8',
    });
    return JSON.parse(answer) as readonly GoTimes[];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function compare(
  { name, template, data }: TemplateCase,
  go: GoTimes,
): Promise<readonly Figure[]> {
  const bytes = new Map(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value)] as const),
  );
  const parsed = parseTemplate('t', template);
  if (!parsed.ok) {
    throw parsed.error;
  }
  await parsed.template.prepare();
  if (Buffer.from(parsed.template.execute(bytes)).toString() !== go.output) {
    throw new Error(`${name}: the output is not Go's`);
  }
  const parseUs = medianMicroseconds(() => parseTemplate('t', template));
  const executeUs = medianMicroseconds(() => parsed.template.execute(bytes));
  const figure = (what: string, value: number, unit: string): Figure => ({
    bench: 'templates',
    what: `${name}: ${what}`,
    value,
    unit,
  });
  return [
    figure('parse', parseUs, 'µs'),
    figure('parse in Go', go.parseMicroseconds, 'µs'),
    figure('execute', executeUs, 'µs'),
    figure('execute in Go', go.executeMicroseconds, 'µs'),
    figure('execute, times what Go takes', executeUs / go.executeMicroseconds, ''),
  ];
}

/** As the Go program measures: the median of nine samples of a tenth of a second each, after one to warm up. */
function medianMicroseconds(work: () => unknown): number {
  const samples = Array.from({ length: 10 }, () => sampleMicroseconds(work)).slice(1);
  return samples.sort((left, right) => left - right)[4] ?? 0;
}

function sampleMicroseconds(work: () => unknown): number {
  const started = performance.now();
  let rounds = 0;
  while (performance.now() - started < 100) {
    work();
    rounds += 1;
  }
  return ((performance.now() - started) * 1000) / rounds;
}
