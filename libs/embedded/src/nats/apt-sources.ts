import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One Debian archive that the machine's apt is set up with. */
export interface Archive {
  readonly uri: string;
  readonly suite: string;
  readonly component: string;
  readonly signedBy?: string;
  /** Options of the one-line form, such as `trusted=yes`. */
  readonly options: readonly string[];
}

/** The Debian archives in apt's folder, in both forms that sources.list(5) knows; no updates, no security, no other vendors. */
export async function archivesOf(folder: string): Promise<Archive[]> {
  const parts = await readdir(join(folder, 'sources.list.d')).catch(() => []);
  const files = ['sources.list', ...parts.map((name) => join('sources.list.d', name))];
  const texts = await Promise.all(
    files.map(async (name) => [name, await readFile(join(folder, name), 'utf8').catch(() => '')] as const),
  );
  return texts.flatMap(([name, text]) => (name.endsWith('.sources') ? fromStanzas(text) : fromLines(text))).filter(isMain);
}

function isMain({ uri, suite }: Archive): boolean {
  return /\/debian\/?$/.test(uri) && /^[a-z]+$/.test(suite);
}

/** deb822: stanzas of `Name: value`, a blank line between them. */
function fromStanzas(text: string): Archive[] {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const fields = new Map(
      [...stanza.matchAll(/^([\w-]+):\s*(.*)$/gm)].map(([, name = '', value = '']) => [name.toLowerCase(), value.trim()]),
    );
    const list = (name: string): string[] => (fields.get(name) ?? '').split(/\s+/).filter((word) => word !== '');
    if (!list('types').includes('deb') || fields.get('enabled') === 'no') return [];
    const signedBy = list('signed-by').find((path) => path.startsWith('/'));
    return list('uris').flatMap((uri) =>
      list('suites').map((suite) => ({ uri, suite, component: 'main', signedBy, options: [] })),
    );
  });
}

/** One line each: `deb [options] uri suite components`. */
function fromLines(text: string): Archive[] {
  return [...text.matchAll(/^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+/gm)].map(([, options = '', uri = '', suite = '']) => ({
    uri,
    suite,
    component: 'main',
    options: options.split(/\s+/).filter((option) => option !== '' && !option.startsWith('arch=')),
  }));
}
