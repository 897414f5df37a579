const METADATA = '/metadata';

type Members = Readonly<Record<string, unknown>>;

/** Members that are a wish, not a value to keep. */
const WISHES = new Set(['status', 'reason', 'force', 'restock', 'allow_cancel_shipped', 'atomic', 'on_hand']);

/**
 * Where a stored thing differs from what was sent, as JSON Pointers. What the answer does not show is not compared.
 */
export function lostIn(sent: unknown, kept: unknown, at = ''): string[] {
  if (sent === null) return isKeptNull(kept, at) ? [] : [at];
  if (typeof sent === 'number' || typeof sent === 'boolean') return sent === kept ? [] : [at];
  if (typeof sent === 'string') return isSameText(sent, kept) ? [] : [at];
  if (Array.isArray(sent)) {
    if (!Array.isArray(kept) || kept.length !== sent.length) return [at];
    return sent.flatMap((entry, index) => lostIn(entry, kept[index], `${at}/${index}`));
  }
  if (!isObject(sent) || !isObject(kept)) return [at];
  const isMetadata = at.includes(METADATA);
  return Object.entries(sent).flatMap(([name, member]) => {
    if (!isMetadata && (WISHES.has(name) || !Object.hasOwn(kept, name))) return [];
    return lostIn(member, Object.hasOwn(kept, name) ? kept[name] : undefined, `${at}/${name}`);
  });
}

/** Ids are kept in lower case, and times as the same moment in milliseconds of UTC. */
function isSameText(sent: string, kept: unknown): boolean {
  if (typeof kept !== 'string') return false;
  if (sent === kept || sent.toLowerCase() === kept) return true;
  return /^\d{4}-\d\d-\d\dT.+Z$/.test(kept) && Date.parse(sent) === Date.parse(kept);
}

const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

/** It may be filled in from the catalogue; in a merge patch of metadata it takes a member away. */
const isKeptNull = (kept: unknown, at: string): boolean =>
  !at.includes(METADATA) || at.endsWith(METADATA) || kept === null || kept === undefined;
