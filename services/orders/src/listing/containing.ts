/** The pattern for `ilike` that finds the text anywhere, taken literally: `%`, `_` and `\` mean nothing special. */
export function containing(text: string): string {
  return `%${literal(text)}%`;
}

/** As `containing`, for what begins with the text. */
export function startingWith(text: string): string {
  return `${literal(text)}%`;
}

function literal(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
