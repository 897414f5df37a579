import { escapeToken, refuse } from '#libs/platform';

/**
 * The envelope of a bulk request alone: `{"<member>": […], "atomic"}`. Each row is read on its own, so that one that is
 * wrong does not refuse the others.
 * @throws DomainError validation_failed
 */
export function readBulk(body: unknown, member: string, max: number): { rows: readonly unknown[]; atomic: boolean } {
  const { [member]: rows, atomic = false, ...unknown } = Object(body) as Record<string, unknown>;
  const isList = Array.isArray(rows) && rows.length >= 1 && rows.length <= max;
  refuse([
    ...(isList ? [] : [{ pointer: `/${member}`, message: `must be a list of 1 to ${max} ${member}` }]),
    ...(typeof atomic === 'boolean' ? [] : [{ pointer: '/atomic', message: 'must be true or false' }]),
    ...Object.keys(unknown)
      .slice(0, max)
      .map((key) => ({ pointer: `/${escapeToken(key)}`, message: 'is not known here' })),
  ]);
  return { rows: rows as readonly unknown[], atomic: atomic === true };
}
