/**
 * The patterns for `ilike any` that find the text anywhere, taken literally: `%`, `_` and `\` mean nothing special. An accent
 * that was typed as a character of its own finds the composed letter as well, which is how nearly every keyboard writes it
 * (Unicode's NFC); a text that is stored as it was typed is found by itself.
 */
export function containing(text: string): string[] {
  return [...new Set([text.normalize('NFC'), text])].map((spelling) => `%${spelling.replace(/[\\%_]/g, '\\$&')}%`);
}
