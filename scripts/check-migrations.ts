/**
 * Fails when the Drizzle tables say something that the newest snapshot in the migrations folder does not, and prints
 * the SQL that is missing. Reads schemas and folder from drizzle.config.ts, or from the file given as argument.
 */
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Config } from 'drizzle-kit';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';

type Snapshot = ReturnType<typeof generateDrizzleJson>;

const importDefault = async <T>(file: string): Promise<T> => {
  const loaded = (await import(pathToFileURL(resolve(file)).href)) as { default: T };
  return loaded.default;
};

async function declaredTables(globs: string[]): Promise<Snapshot> {
  const declared: Record<string, unknown> = {};
  for (const file of globSync(globs).sort()) {
    const exported = (await import(pathToFileURL(resolve(file)).href)) as Record<string, unknown>;
    for (const [name, value] of Object.entries(exported)) declared[`${file}: ${name}`] = value;
  }
  return generateDrizzleJson(declared);
}

function newestSnapshot(folder: string): Snapshot {
  const newest = globSync(join(folder, 'meta/*_snapshot.json')).sort().at(-1);
  return newest === undefined ? generateDrizzleJson({}) : (JSON.parse(readFileSync(newest, 'utf8')) as Snapshot);
}

const { schema = [], out = 'drizzle' } = await importDefault<Config>(process.argv[2] ?? 'drizzle.config.ts');
const missing = await generateMigration(newestSnapshot(out), await declaredTables([schema].flat()));
if (missing.length > 0) {
  console.error(`${out} lacks what the schema declares; run npm run migrations:generate -- <name>\n`);
  console.error(missing.join('\n'));
  process.exitCode = 1;
}
