import { Known } from './known.js';

/** JSON text that stands as it is where a value is expected, for what no value can be written as. */
export class Spelling {
  constructor(readonly text: string) {}
}

type Path = readonly (string | number)[];

/** The JSON text of a tree of values, spellings and things that are known when it is sent. */
export function writeJson(value: unknown, resolve: (known: Known) => string): string {
  const write = (part: unknown): string => {
    if (part instanceof Spelling) return part.text;
    if (part instanceof Known) return JSON.stringify(resolve(part));
    if (Array.isArray(part)) return `[${part.map(write).join(',')}]`;
    if (typeof part !== 'object' || part === null) return JSON.stringify(part) ?? 'null';
    return `{${Object.entries(part).map(([name, member]) => `${JSON.stringify(name)}:${write(member)}`).join(',')}}`;
  };
  return write(value);
}

/** The way to every part of a tree, the root included. */
export function pathsIn(value: unknown, path: Path = []): Path[] {
  if (!isInner(value)) return [path];
  const parts = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...parts.flatMap(([name, part]) => pathsIn(part, [...path, name]))];
}

/** A copy of the tree in which one part is another; `undefined` takes it out. */
export function replaceAt(value: unknown, [name, ...rest]: Path, change: (part: unknown) => unknown): unknown {
  if (name === undefined) return change(value);
  if (Array.isArray(value)) {
    return value.flatMap((part: unknown, index) => {
      const changed = index === name ? replaceAt(part, rest, change) : part;
      return changed === undefined ? [] : [changed];
    });
  }
  const entries = Object.entries(value as object).map(([key, part]) =>
    [key, key === name ? replaceAt(part, rest, change) : part] as const);
  return Object.fromEntries(entries.filter(([, part]) => part !== undefined));
}

function isInner(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Known) && !(value instanceof Spelling);
}
