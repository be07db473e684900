export { isValidJson, jsonObjectEntries, type JsonResult, queryJson } from './gjson.ts';
export { compileRegexp, type GoRegexp } from './regexp.ts';
export { parseTemplate, type TemplateOptions } from './template.ts';
export { TemplateError } from './text/template-error.ts';
export { textChecks } from './text-checks.ts';
