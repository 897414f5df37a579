export const first = (words: string[]): string => words[0]!;
