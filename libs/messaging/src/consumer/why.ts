const LONGEST = 500;

/** What went wrong, for people: short, and in characters that every header and column takes, whatever the error quotes. */
export function why(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.slice(0, LONGEST).toWellFormed().replaceAll('\0', '\uFFFD');
}
