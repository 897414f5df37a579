import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text of a file, by its path from the root of the project. */
export function projectFile(path: string): string {
  return readFileSync(join(import.meta.dirname, '../..', path), 'utf8');
}
