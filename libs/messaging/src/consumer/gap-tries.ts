/** Events whose counts are kept; the one counted longest ago is forgotten first. */
const REMEMBERED = 10_000;

/**
 * Counts how often an event came before its predecessor. In memory: after a restart the count begins anew, which costs a
 * longer wait and loses nothing.
 */
export class GapTries {
  private readonly tries = new Map<string, number>();

  count(eventId: string): number {
    const tries = (this.tries.get(eventId) ?? 0) + 1;
    this.forget(eventId);
    this.tries.set(eventId, tries);
    const [oldest] = this.tries.keys();
    if (this.tries.size > REMEMBERED && oldest !== undefined) this.forget(oldest);
    return tries;
  }

  forget(eventId: string): void {
    this.tries.delete(eventId);
  }
}
