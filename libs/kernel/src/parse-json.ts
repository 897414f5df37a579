/** A string, and the colon behind it when it is a key. */
const STRING = /"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?/gs;

/**
 * What `JSON.parse` gives, also for keys with escapes. V8 from 12.8 on may take such a key for another one that it has seen
 * before: after `{"a":1,"\\":1}` it reads `{"a":1,"\n":1}` as `{"a":1,"\\":1}` (nodejs/node#63785). So they are parsed under
 * other names, and get their own back afterwards.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  if (!text.includes('\\')) return JSON.parse(text);
  const mark = markFor(text);
  const keys: string[] = [];
  const renamed = text.replace(STRING, (found: string, key: string, colon: string | undefined) => {
    if (colon === undefined || !key.includes('\\')) return found;
    keys.push(JSON.parse(`"${key}"`) as string);
    return `"${mark}${keys.length - 1}"${colon}`;
  });
  const nameOf = (key: string): string => (key.startsWith(mark) ? (keys[Number(key.slice(mark.length))] ?? key) : key);
  return keys.length === 0 ? JSON.parse(text) : renameKeys(JSON.parse(renamed), nameOf);
}

/** What no key begins with. */
function markFor(text: string): string {
  let mark = '~';
  while (text.includes(mark)) mark += mark;
  return mark;
}

function renameKeys(value: unknown, nameOf: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((entry) => renameKeys(entry, nameOf));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [nameOf(key), renameKeys(member, nameOf)]));
}
