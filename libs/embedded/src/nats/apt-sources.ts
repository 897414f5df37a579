import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One suite of one archive that a machine's apt is set up with. */
export interface Archive {
  readonly uri: string;
  readonly suite: string;
  readonly components: readonly string[];
  /** Key files, or a key itself, as the field Signed-By has them. */
  readonly signedBy?: string;
}

/**
 * The archives in apt's folder that carry this suite's main component, in both forms that sources.list(5) knows. With the suite
 * of the machine itself that is its distribution's mirror, and not updates, security or other vendors.
 */
export async function archivesOf(folder: string, suite: string): Promise<Archive[]> {
  const parts = (await readdir(join(folder, 'sources.list.d')).catch(() => [])).toSorted();
  const names = ['sources.list', ...parts.map((name) => join('sources.list.d', name))];
  const found = await Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8').catch(() => '');
      if (name.endsWith('.sources')) return fromStanzas(text);
      return name.endsWith('.list') ? fromLines(text) : [];
    }),
  );
  return found.flat().filter((archive) => archive.suite === suite && archive.components.includes('main'));
}

/**
 * The archive as a stanza for a sources file. Of its options only the keys are taken over: a package from an archive that is
 * marked as trusted is checked all the same.
 */
export function stanzaOf({ uri, suite, components, signedBy }: Archive): string {
  const keys = signedBy === undefined ? '' : `Signed-By: ${signedBy}\n`;
  return `Types: deb\nURIs: ${uri}\nSuites: ${suite}\nComponents: ${components.join(' ')}\n${keys}`;
}

/** deb822: stanzas of `Name: value`, a blank line between them; a value goes on in lines that begin with a space. */
function fromStanzas(text: string): Archive[] {
  const stanzas = text.replace(/^#.*\n?/gm, '').split(/\n\s*\n/);
  return stanzas.flatMap((stanza) => {
    const pairs = stanza.matchAll(/^([\w-]+):(.*(?:\n[ \t].*)*)/gm);
    const fields = new Map([...pairs].map(([, name = '', value = '']) => [name.toLowerCase(), value.trim()]));
    const list = (name: string): string[] => wordsOf(fields.get(name) ?? '');
    if (!list('types').includes('deb') || fields.get('enabled') === 'no') return [];
    const signedBy = fields.get('signed-by');
    return list('uris').flatMap((uri) =>
      list('suites').map((suite) => ({ uri, suite, components: list('components'), signedBy })),
    );
  });
}

/** One line each: `deb [options] uri suite components`. */
function fromLines(text: string): Archive[] {
  const lines = text.matchAll(/^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)([^#\n]*)/gm);
  return [...lines].map(([, options = '', uri = '', suite = '', components = '']) => ({
    uri,
    suite,
    components: wordsOf(components),
    signedBy: /(?:^|\s)signed-by=(\S+)/i.exec(options)?.[1]?.replaceAll(',', ' '),
  }));
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
