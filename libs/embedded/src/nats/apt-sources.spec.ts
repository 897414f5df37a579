import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { archivesOf } from './apt-sources.js';

const folder = mkdtempSync(join(tmpdir(), 'pulse-apt-sources-'));

/** What is read from apt's folder with these files in it. */
function read(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return archivesOf(folder);
}

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('archivesOf', () => {
  it('reads stanzas, with the key that signs them', async () => {
    const text = `# made by the installer
Types: deb deb-src
URIs: http://deb.debian.org/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://deb.debian.org/debian-security
Suites: bookworm-security
Components: main
`;
    expect(await read({ 'sources.list.d/debian.sources': text })).toEqual([
      {
        uri: 'http://deb.debian.org/debian',
        suite: 'bookworm',
        component: 'main',
        signedBy: '/usr/share/keyrings/debian-archive-keyring.gpg',
        options: [],
      },
    ]);
  });

  it('leaves out stanzas that are switched off, and those with sources only', async () => {
    const stanza = 'URIs: http://deb.debian.org/debian\nSuites: bookworm\nComponents: main\n';
    const text = `Types: deb\nEnabled: no\n${stanza}\nTypes: deb-src\n${stanza}`;
    expect(await read({ 'sources.list.d/debian.sources': text })).toEqual([]);
  });

  it('reads the form with one line each, keeps its options, and leaves the architecture to this machine', async () => {
    const text = `deb [arch=amd64 trusted=yes] http://mirror.example/debian bookworm main
deb-src http://mirror.example/debian bookworm main
# deb http://mirror.example/debian sid main
deb http://security.debian.org/debian-security bookworm-security main
`;
    expect(await read({ 'sources.list': text })).toEqual([
      { uri: 'http://mirror.example/debian', suite: 'bookworm', component: 'main', options: ['trusted=yes'] },
    ]);
  });

  it('leaves out the archives of others, and finds none on a machine without apt', async () => {
    expect(await read({ 'sources.list.d/node.list': 'deb https://deb.nodesource.com/node_20.x nodistro main\n' })).toEqual([]);
    expect(await archivesOf('/nowhere')).toEqual([]);
  });
});
