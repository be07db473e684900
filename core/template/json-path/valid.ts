/** Whether the text is one JSON value (RFC 8259); raw control characters in strings are refused, any nesting is allowed. */
export function isValidJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return false;
    }
    throw error;
  }
}
