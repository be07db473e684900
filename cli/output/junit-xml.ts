import { renderXml, type XmlElement } from './xml.ts';

export interface JunitFailure {
  /** `error`: no verdict could be had. */
  readonly kind: 'failure' | 'error';
  readonly type: string;
  readonly message: string;
}

export interface JunitCase {
  readonly name: string;
  readonly failures: readonly JunitFailure[];
}

export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

function caseElement(suite: JunitSuite, { name, failures }: JunitCase): XmlElement {
  return {
    name: 'testcase',
    attributes: { classname: suite.name, name },
    children: failures.map(({ kind, type, message }) => ({
      name: kind,
      attributes: { type, message },
      children: [],
    })),
  };
}

function countsOf(cases: readonly JunitCase[]): Readonly<Record<string, number>> {
  const failures = cases.flatMap((item) => item.failures);
  return {
    tests: cases.length,
    failures: failures.filter(({ kind }) => kind === 'failure').length,
    errors: failures.filter(({ kind }) => kind === 'error').length,
  };
}

/** JUnit's XML, as CI systems read it. */
export function renderJunit(suites: readonly JunitSuite[]): string {
  const root: XmlElement = {
    name: 'testsuites',
    attributes: { name: 'sallyport', ...countsOf(suites.flatMap(({ cases }) => cases)) },
    children: suites.map((suite) => ({
      name: 'testsuite',
      attributes: { name: suite.name, ...countsOf(suite.cases) },
      children: suite.cases.map((item) => caseElement(suite, item)),
    })),
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${renderXml(root)}`;
}
