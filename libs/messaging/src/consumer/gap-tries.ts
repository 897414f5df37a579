/** Events whose counts are kept; the one counted longest ago is forgotten first. */
const REMEMBERED = 10_000;

/**
 * Counts how often an event came before its predecessor while its key stood still. In memory: after a restart the count begins
 * anew, which costs a longer wait and loses nothing.
 */
export class GapTries {
  private readonly counts = new Map<string, { readonly expected: number; readonly tries: number }>();

  /** @param expected the event that the key waits for; a new one means that it moved on, and the count begins anew */
  count(eventId: string, expected: number): number {
    const before = this.counts.get(eventId);
    const tries = before?.expected === expected ? before.tries + 1 : 1;
    this.forget(eventId);
    this.counts.set(eventId, { expected, tries });
    const [oldest] = this.counts.keys();
    if (this.counts.size > REMEMBERED && oldest !== undefined) this.forget(oldest);
    return tries;
  }

  forget(eventId: string): void {
    this.counts.delete(eventId);
  }
}
