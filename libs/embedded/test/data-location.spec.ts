import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { postgresFolder } from '#libs/embedded';
import { startPostgres } from '../src/postgres/start-postgres.js';
import { wipe } from '../src/launcher/data-location.js';
import { makeFolder, removeFolders } from './folders.js';

const isRoot = process.getuid?.() === 0;

/** A home that nobody else may enter, with projects in it. */
function setup() {
  const home = makeFolder(0o700);
  const shared = makeFolder();
  const locate = (project: string) => postgresFolder(join(home, project, '.pulse'), () => Promise.resolve(shared));
  return { home, shared, locate };
}

afterEach(removeFolders);

describe('the folder of the database', () => {
  it('lies in the project when the user of PostgreSQL may go there', async () => {
    const pulse = join(makeFolder(), 'project/.pulse');
    expect(await postgresFolder(pulse)).toBe(join(pulse, 'postgres/data'));
  });

  it('is one that PostgreSQL can use, also when only its starter may enter the project', async () => {
    const { home, shared, locate } = setup();
    const dataDir = await locate('a');
    expect(dataDir.startsWith(isRoot ? shared : home)).toBe(true);
    const server = await startPostgres({ dataDir, settings: { fsync: 'off' } });
    await server.stop();
    expect(await locate('a')).toBe(dataDir);
    await wipe(join(home, 'a/.pulse'));
    expect([existsSync(dataDir), readdirSync(shared)]).toEqual([false, []]);
  });

  it('moves with its project, and is not shared with a copy', async () => {
    const { home, locate } = setup();
    const original = await locate('a');
    mkdirSync(original, { recursive: true });
    cpSync(join(home, 'a'), join(home, 'copy'), { recursive: true, verbatimSymlinks: true });
    expect(await locate('copy')).not.toBe(original);
    expect(await locate('a')).toBe(original);
    renameSync(join(home, 'a'), join(home, 'b'));
    expect(await locate('b')).toBe(isRoot ? original : join(home, 'b/.pulse/postgres/data'));
  });

  it('is not given up when a project came to where PostgreSQL may not go', async () => {
    const { home, locate } = setup();
    mkdirSync(join(home, 'a/.pulse/postgres'), { recursive: true });
    writeFileSync(join(home, 'a/.pulse/postgres/data'), 'orders');
    const outcome = await locate('a').catch((error: Error) => error.message);
    expect(outcome).toMatch(isRoot ? /may not go to its data/ : /a\/\.pulse\/postgres\/data$/);
  });
});
