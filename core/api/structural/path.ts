/** The path of a member: `spec.data`, or in brackets when the name is not a plain word: `data["a.b"]`. */
export function memberPath(owner: string, name: string): string {
  if (!/^[A-Za-z_][\w-]*$/u.test(name)) {
    return `${owner}[${JSON.stringify(name)}]`;
  }
  return owner === '' ? name : `${owner}.${name}`;
}
