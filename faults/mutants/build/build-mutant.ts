import { execFile } from 'node:child_process';
import { cp, mkdir, rm, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { Mutant } from '../mutant.js';
import { applyEdits } from './apply-edits.js';

const ROOT = join(import.meta.dirname, '../../..');
const SOURCES = ['services', 'libs', 'nest-cli.json', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];
const BUILDS = join(ROOT, '.pulse/mutants');
const NOT_BUILT = new Set(['test', 'testing']);

/** Where a mutant is built: after that the folder holds `dist`, as the root of the repository does. */
export function mutantFolder({ name }: Mutant): string {
  return join(BUILDS, name);
}

/**
 * Builds the service with a mutant's edits, out of a copy of the sources and with the repository's own build, which checks its
 * types as well.
 * @throws EditDoesNotFit; Error with what the compiler says
 */
export async function buildMutant(mutant: Mutant): Promise<void> {
  const { name, edits } = mutant;
  const folder = mutantFolder(mutant);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const source of SOURCES) {
    await cp(join(ROOT, source), join(folder, source), { recursive: true, filter: (path) => !NOT_BUILT.has(basename(path)) });
  }
  applyEdits(edits, folder);
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  try {
    await promisify(execFile)('npm', ['run', '--silent', 'build'], { cwd: folder });
  } catch (error) {
    throw new Error(`the mutant ${name} does not compile:\n${(error as { stdout: string }).stdout}`, { cause: error });
  }
}
