export { allowsRefresh } from './cron/index.ts';
export { isValidJson, jsonObjectEntries, type JsonResult, queryJson } from './gjson.ts';
/** @public PushSecret will write a property by it. */
export { setJsonPath } from './json-path/set.ts';
export { compileRegexp } from './regexp.ts';
export { parseTemplate, type TemplateOptions } from './template.ts';
export { textChecks } from './text-checks.ts';
export { TemplateError } from './text/template-error.ts';
