import { AppError, SecretBytes } from '../../runtime/index.ts';
import { parseTemplate, TemplateError, type TemplateOptions } from '../../template/index.ts';
import type { SecretData } from '../contract.ts';
import { publishableTemplateError } from './publishable.ts';

/** A template over entries. `where` names it in messages, which are ESO's (eso.md 4). TEMPLATE_FAILED. */
export async function renderText(
  where: string,
  text: string,
  values: SecretData,
  options: TemplateOptions = {},
): Promise<SecretBytes> {
  const parsed = parseTemplate(where, text, options);
  if (!parsed.ok) {
    throw new AppError(
      'TEMPLATE_FAILED',
      `unable to parse template at key ${where}: ${parsed.error.message}`,
    );
  }
  await parsed.template.prepare();
  try {
    const data = new Map([...values].map(([key, bytes]) => [key, bytes.reveal()]));
    return new SecretBytes(parsed.template.execute(data));
  } catch (error) {
    if (error instanceof TemplateError) {
      throw new AppError(
        'TEMPLATE_FAILED',
        `unable to execute template at key ${where}: ${publishableTemplateError(error)}`,
      );
    }
    throw error;
  }
}
