/** What a path found. `string` is gjson's String(): strings unquoted, everything else as its raw JSON text. */
export type JsonResult =
  | { readonly exists: false }
  | { readonly exists: true; readonly raw: string; readonly string: string };
