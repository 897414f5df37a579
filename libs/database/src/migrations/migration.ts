import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { parseJson } from '#libs/kernel';

/** One SQL file that drizzle-kit made. `when` (ms since 1970) identifies it; `hash` is the SHA-256 of its text. */
export interface Migration {
  tag: string;
  when: number;
  hash: string;
  statements: string[];
}

export interface AppliedMigration {
  when: number;
  hash: string;
}

export interface MigrationComparison {
  applied: Migration[];
  pending: Migration[];
  /** Why this code must not touch this database; empty when all is well. */
  problems: string[];
}

export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** Reads a folder of drizzle-kit in the order of its journal. */
export function readMigrations(folder: string): Migration[] {
  const journal = join(folder, 'meta', '_journal.json');
  if (!existsSync(journal)) throw new MigrationError(`no migrations in ${folder}: ${journal} is missing`);
  const { entries } = parseJson(readFileSync(journal, 'utf8')) as { entries: { tag: string; when: number }[] };
  const files = readMigrationFiles({ migrationsFolder: folder });
  return entries.map(({ tag, when }, index) => {
    const { hash = '', sql = [] } = files[index] ?? {};
    return { tag, when, hash, statements: sql.filter((statement) => statement.trim() !== '') };
  });
}

/** A pending migration may be older than an applied one (branches merge in any order); it is applied all the same. */
export function compareMigrations(files: Migration[], applied: AppliedMigration[], folder = 'migrations'): MigrationComparison {
  const appliedBy = new Map(applied.map((row) => [row.when, row.hash]));
  const known = new Set(files.map((file) => file.when));
  const edited = files.filter((file) => appliedBy.has(file.when) && appliedBy.get(file.when) !== file.hash);
  const unknown = applied.filter((row) => !known.has(row.when));
  return {
    applied: files.filter((file) => appliedBy.has(file.when)),
    pending: files.filter((file) => !appliedBy.has(file.when)),
    problems: [...edited.map(tellEdited), ...(unknown.length > 0 ? [tellAhead(unknown, folder)] : [])],
  };
}

const tellEdited = ({ tag }: Migration) =>
  `${tag} was edited after it was applied: restore the file, and put the change into a new migration`;

function tellAhead(unknown: AppliedMigration[], folder: string): string {
  const last = new Date(Math.max(...unknown.map((row) => row.when))).toISOString();
  const lacking = `${unknown.length} migration(s) that ${basename(folder)} does not, the last of ${last}`;
  return `the database is ahead of this code: it holds ${lacking}: deploy the newer code`;
}
