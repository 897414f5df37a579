import { chmodSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { findNatsServer } from '#libs/embedded';
import { makeFolder, removeFolders } from './folders.js';

/** A program that says it is this nats-server. */
function plant(path: string, version: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho "nats-server: v${version}"\n`);
  chmodSync(path, 0o755);
  return path;
}

function setup() {
  const folder = makeFolder();
  const keepIn = join(folder, 'kept');
  const asked: string[] = [];
  const onPath = (version: string, name = 'bin') => plant(join(folder, name, 'nats-server'), version);
  /** Fetches what `reachable` offers; the others are out of reach. */
  const search = (reachable: Record<string, string> = {}, environment: NodeJS.ProcessEnv = {}, abort?: AbortSignal) =>
    findNatsServer({
      keepIn,
      abort,
      systemFolders: [],
      environment: { PATH: ['old', 'broken', 'bin', 'newer'].map((name) => join(folder, name)).join(':'), ...environment },
      remote: (target) =>
        ['release', 'newest suite', 'own suite'].map((name) => ({
          name,
          look: async () => {
            asked.push(name);
            const version = reachable[name];
            if (version === undefined) throw new Error('out of reach');
            return { path: plant(target, version), version, from: name };
          },
        })),
    });
  return { folder, kept: join(keepIn, 'nats-server'), asked, onPath, search };
}

afterEach(removeFolders);

describe('findNatsServer', () => {
  it('takes the one that NATS_SERVER_BIN names before all others, whatever its version', async () => {
    const { folder, onPath, search } = setup();
    onPath('2.15.1');
    const named = plant(join(folder, 'named/nats-server'), '2.9.10');
    expect(await search({}, { NATS_SERVER_BIN: named })).toMatchObject({ path: named, version: '2.9.10' });
  });

  it('says so when NATS_SERVER_BIN names none, and does not look further', async () => {
    const { onPath, search } = setup();
    onPath('2.15.1');
    await expect(search({}, { NATS_SERVER_BIN: '/nowhere/nats-server' })).rejects.toThrow(/NATS_SERVER_BIN.*\/nowhere/);
  });

  it('takes the first on PATH that is new enough and runs', async () => {
    const { onPath, search } = setup();
    onPath('2.10.27', 'old');
    writeFileSync(onPath('2.12.0', 'broken'), '#!/bin/sh\nexit 1\n');
    const path = onPath('2.12.0');
    onPath('2.15.1', 'newer');
    expect(await search()).toMatchObject({ path, version: '2.12.0' });
  });

  it('takes an earlier download before PATH', async () => {
    const { kept, onPath, search, asked } = setup();
    onPath('2.15.1');
    plant(kept, '2.14.5');
    expect(await search()).toMatchObject({ path: kept, version: '2.14.5' });
    expect(asked).toEqual([]);
  });

  it('fetches the release first, then the newest suite, then the own one', async () => {
    const { onPath, search, asked, kept } = setup();
    onPath('2.9.10', 'old');
    expect(await search({ 'own suite': '2.10.27' })).toMatchObject({ path: kept, version: '2.10.27', from: 'own suite' });
    expect(asked).toEqual(['release', 'newest suite', 'own suite']);
  });

  it('uses an old download for a day, and then looks for a newer one', async () => {
    const { kept, search, asked } = setup();
    plant(kept, '2.9.10');
    expect(await search({ release: '2.14.5' })).toMatchObject({ version: '2.9.10' });
    const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000);
    utimesSync(kept, yesterday, yesterday);
    expect(await search()).toMatchObject({ version: '2.9.10' });
    expect(asked).toEqual(['release', 'newest suite', 'own suite']);
    expect(await search({ release: '2.14.5' })).toMatchObject({ version: '2.14.5', from: 'release' });
  });

  it('falls back on an older one on PATH', async () => {
    const { onPath, search } = setup();
    const path = onPath('2.9.10', 'old');
    expect(await search()).toMatchObject({ path, version: '2.9.10' });
  });

  it('says what to do when there is none', async () => {
    await expect(setup().search()).rejects.toThrow(/apt-get install nats-server.*NATS_SERVER_BIN.*NATS_URL/);
  });

  it('stops when it is told to, before anything is fetched', async () => {
    const { onPath, search, asked } = setup();
    onPath('2.10.27');
    await expect(search({ release: '2.14.5' }, {}, AbortSignal.abort())).rejects.toThrow(/aborted/);
    expect(asked).toEqual([]);
  });
});
