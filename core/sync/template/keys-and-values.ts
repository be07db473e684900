import { AppError } from '../../runtime/index.ts';

function refuse(problem: string): never {
  throw new AppError('TEMPLATE_FAILED', `templateAs KeysAndValues: ${problem}`);
}

/** The text as YAML. The parser's own message quotes the text, which holds values; only the line is told. */
async function parseYaml(text: string): Promise<unknown> {
  const yaml = await import('yaml');
  const lineCounter = new yaml.LineCounter();
  const document = yaml.parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    logLevel: 'error',
  });
  const [error] = document.errors;
  if (error !== undefined) {
    refuse(
      `the rendered text is not YAML (${error.code} in its line ${lineCounter.linePos(error.pos[0]).line})`,
    );
  }
  try {
    return document.toJS();
  } catch {
    return refuse('the rendered text is not YAML (an alias in it cannot be followed)');
  }
}

/**
 * Rendered text that must be a YAML or JSON map of strings; null is an empty string (eso.md 4). Keys may come out of secret
 * values, so messages count entries and quote none.
 */
export async function parseKeysAndValues(text: string): Promise<ReadonlyMap<string, string>> {
  const parsed = (await parseYaml(text)) ?? {};
  if (typeof parsed !== 'object' || Array.isArray(parsed)) {
    refuse('the rendered text must be a map of keys to strings');
  }
  return new Map(
    Object.entries(parsed).map(([key, value]: [string, unknown], index) => {
      if (value !== null && typeof value !== 'string') {
        refuse(
          `the rendered text must be a map of keys to strings, and the value of its entry ${index + 1} is none; quote it`,
        );
      }
      return [key, value ?? ''];
    }),
  );
}
