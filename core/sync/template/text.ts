import { AppError, SecretBytes } from '../../runtime/index.ts';
import { parseTemplate, TemplateError, type TemplateOptions } from '../../template/index.ts';
import type { SecretData } from '../contract.ts';
import { publishableTemplateError } from './publishable.ts';

/** A template that failed. Its message is ESO's and publishable; what Go says besides may quote values. */
export class TemplateTextError extends AppError {
  /** Names the template. */
  readonly where: string;
  readonly #fault: TemplateError;

  constructor(where: string, message: string, fault: TemplateError) {
    super('TEMPLATE_FAILED', message);
    this.where = where;
    this.#fault = fault;
  }

  /** Go's own words and the place, for one who gave the values: never for a status, a log or an event. */
  revealFault(): TemplateError {
    return this.#fault;
  }
}

/** A template over entries. `where` names it in messages, which are ESO's (eso.md 4). TemplateTextError. */
export async function renderText(
  where: string,
  text: string,
  values: SecretData,
  options: TemplateOptions = {},
): Promise<SecretBytes> {
  const parsed = parseTemplate(where, text, options);
  if (!parsed.ok) {
    const message = `unable to parse template at key ${where}: ${parsed.error.message}`;
    throw new TemplateTextError(where, message, parsed.error);
  }
  await parsed.template.prepare();
  try {
    const data = new Map([...values].map(([key, bytes]) => [key, bytes.reveal()]));
    return new SecretBytes(parsed.template.execute(data));
  } catch (error) {
    if (error instanceof TemplateError) {
      const message = `unable to execute template at key ${where}: ${publishableTemplateError(error)}`;
      throw new TemplateTextError(where, message, error);
    }
    throw error;
  }
}
