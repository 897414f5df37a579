/** The longest pointer in an answer; what a client sent is not repeated at length. */
const MAX_POINTER = 64;

/** One step of a JSON Pointer (RFC 6901, section 3), cut to 64 characters. */
export function escapeToken(name: string): string {
  const shown = name.length > MAX_POINTER ? `${name.slice(0, MAX_POINTER - 1)}…` : name;
  return shown.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The JSON Pointer of a path from the root; a long one is cut in the middle of nowhere and says so by its `…`. */
export function pointerOf(path: readonly (string | number)[]): string {
  const pointer = path.map((step) => `/${escapeToken(String(step))}`).join('');
  return pointer.length > MAX_POINTER ? `${pointer.slice(0, MAX_POINTER - 1)}…`.toWellFormed() : pointer;
}
