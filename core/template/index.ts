export { isValidJson, jsonObjectEntries, type JsonResult, queryJson } from './gjson.ts';
export { type CompiledRegexp, compileRegexp, type GoRegexp } from './regexp.ts';
