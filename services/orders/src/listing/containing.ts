/**
 * The pattern for `ilike` that finds the text anywhere, taken literally: `%`, `_` and `\` mean nothing special. An accent that
 * was typed as a character of its own finds the composed letter, which is how nearly every keyboard writes it (Unicode's NFC).
 */
export function containing(text: string): string {
  return `%${text.normalize('NFC').replace(/[\\%_]/g, '\\$&')}%`;
}
