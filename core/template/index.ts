export { isValidJson, jsonObjectEntries, type JsonResult, queryJson } from './gjson.ts';
export { type CompiledRegexp, compileRegexp, type GoRegexp } from './regexp.ts';
export {
  parseTemplate,
  type ParsedTemplate,
  type Template,
  type TemplateOptions,
} from './template.ts';
export type { MissingKey } from './text/execute.ts';
export { TemplateError } from './text/template-error.ts';
export { textChecks } from './text-checks.ts';
