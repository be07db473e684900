import { AppError, prefixError, toAppError } from '../../runtime/index.ts';

/** A fault of one field of spec.target.template. */
export class TemplateFieldError extends AppError {
  /** The field exactly: 'spec.target.template.data["db.url"]'. */
  readonly path: string;
  /** The fault without the field. */
  readonly fault: AppError;

  /** `prefix` is what the message calls the field. */
  constructor(path: string, prefix: string, error: unknown) {
    const { code, message, cause } = prefixError(prefix, error);
    super(code, message, { cause });
    this.path = path;
    this.fault = toAppError(error);
  }
}
