import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
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
  mkdirSync(keepIn);
  const onPath = (version: string, name = 'bin') => plant(join(folder, name, 'nats-server'), version);
  const search = (names: string[], environment: NodeJS.ProcessEnv = {}) =>
    findNatsServer({ keepIn, environment: { PATH: names.map((name) => join(folder, name)).join(':'), ...environment } });
  return { folder, keepIn, onPath, search };
}

afterEach(removeFolders);

describe('findNatsServer', () => {
  it('takes the one that NATS_SERVER_BIN names before all others, whatever its version', async () => {
    const { folder, onPath, search } = setup();
    onPath('2.15.1');
    const named = plant(join(folder, 'named/nats-server'), '2.9.10');
    expect(await search(['bin'], { NATS_SERVER_BIN: named })).toMatchObject({ path: named, version: '2.9.10' });
  });

  it('says so when NATS_SERVER_BIN names none, and does not look further', async () => {
    const { onPath, search } = setup();
    onPath('2.15.1');
    await expect(search(['bin'], { NATS_SERVER_BIN: '/nowhere/nats-server' })).rejects.toThrow(/NATS_SERVER_BIN.*\/nowhere/);
  });

  it('takes the first on PATH that is new enough and runs', async () => {
    const { onPath, search } = setup();
    onPath('2.10.27', 'old');
    writeFileSync(onPath('2.12.0', 'broken'), '#!/bin/sh\nexit 1\n');
    const path = onPath('2.12.0', 'new');
    onPath('2.15.1', 'newer');
    expect(await search(['old', 'broken', 'new', 'newer'])).toMatchObject({ path, version: '2.12.0' });
  });

  it('takes what was fetched earlier before one on PATH, and fetches nothing', async () => {
    const { keepIn, onPath, search } = setup();
    onPath('2.15.1');
    const kept = plant(join(keepIn, 'nats-server'), '2.14.5');
    expect(await search(['bin'])).toMatchObject({ path: kept, version: '2.14.5' });
  });

  it('stops when it is told to, before anything is fetched', async () => {
    const { folder, keepIn, onPath } = setup();
    onPath('2.10.27');
    const environment = { PATH: join(folder, 'bin') };
    let fetched = false;
    const search = findNatsServer({ keepIn, environment, abort: AbortSignal.abort(), onFetch: () => (fetched = true) });
    await expect(search).rejects.toThrow(/aborted/);
    expect(fetched).toBe(false);
  });
});
