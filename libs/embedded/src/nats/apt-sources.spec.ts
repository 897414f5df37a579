import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { archivesOf, stanzaOf } from './apt-sources.js';

const folders: string[] = [];

function apt(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'pulse-sources-'));
  folders.push(folder);
  mkdirSync(join(folder, 'sources.list.d'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

describe('the archives of a machine', () => {
  it('are read from stanzas, with updates, security and other vendors left out', async () => {
    const folder = apt({
      'sources.list.d/debian.sources':
        'Types: deb deb-src\n# the mirror\nURIs: http://one.example/debian\nSuites: bookworm bookworm-updates\n' +
        'Components: main contrib\nSigned-By: /usr/share/keyrings/debian.gpg\n\n' +
        'Types: deb\nURIs: http://two.example/security\nSuites: bookworm-security\nComponents: main\n',
      'sources.list.d/vendor.list': 'deb https://vendor.example/apt vendor-bookworm main\n',
    });
    expect(await archivesOf(folder, 'bookworm')).toEqual([
      {
        uri: 'http://one.example/debian',
        suite: 'bookworm',
        components: ['main', 'contrib'],
        signedBy: '/usr/share/keyrings/debian.gpg',
      },
    ]);
  });

  it('are read from lines, with options and comments', async () => {
    const folder = apt({
      'sources.list':
        '# deb http://old.example/debian bookworm main\n' +
        'deb [arch=arm64 signed-by=/a.gpg,/b.gpg trusted=yes] http://one.example/debian/ bookworm main # first\n' +
        'deb-src http://one.example/debian bookworm main\n',
    });
    expect(await archivesOf(folder, 'bookworm')).toEqual([
      { uri: 'http://one.example/debian/', suite: 'bookworm', components: ['main'], signedBy: '/a.gpg /b.gpg' },
    ]);
  });

  it('are not those that are switched off', async () => {
    const stanza = 'Enabled: no\nTypes: deb\nURIs: http://one.example/debian\nSuites: bookworm\nComponents: main\n';
    expect(await archivesOf(apt({ 'sources.list.d/off.sources': stanza }), 'bookworm')).toEqual([]);
    expect(await archivesOf('/nowhere', 'bookworm')).toEqual([]);
  });

  it('keep a key that stands in the text itself when another suite is made of them', async () => {
    const key = '\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n abc=\n -----END PGP PUBLIC KEY BLOCK-----';
    const stanza = `Types: deb\nURIs: http://one.example/debian\nSuites: bookworm\nComponents: main\nSigned-By:${key}\n`;
    const [archive] = await archivesOf(apt({ 'sources.list.d/one.sources': stanza }), 'bookworm');
    if (archive === undefined) throw new Error('not found');
    const written = stanzaOf({ ...archive, suite: 'unstable' });
    expect(written).toContain('Suites: unstable\n');
    const [again] = await archivesOf(apt({ 'sources.list.d/two.sources': written }), 'unstable');
    expect(again?.signedBy).toBe(archive.signedBy);
  });
});
