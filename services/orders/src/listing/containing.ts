/** The pattern for `ilike` that finds the text anywhere, taken literally: `%`, `_` and `\` mean nothing special. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
