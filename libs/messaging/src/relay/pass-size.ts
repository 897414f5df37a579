const FIRST_BYTES = 65_536;
const LEAST_BYTES = 8_192;
/** A pass of large events must stay within the memory. */
const MOST_BYTES = 8_388_608;
/** Far from the time after which an acknowledgement is no longer waited for. */
const WANTED_MS = 1_000;

/**
 * How many bytes of payload a pass may read: no more than the line to the broker and its disk take in about a second. An atomic
 * batch is acknowledged at its end; were that later than the relay waits, the same batch would be sent again and again. On a new
 * line the size begins small and doubles with each full pass that is soon done.
 */
export class PassSize {
  private limit = FIRST_BYTES;

  get bytes(): number {
    return this.limit;
  }

  /** To be told how many bytes were sent, and for how long their acknowledgements were waited for. */
  learn(sent: number, milliseconds: number): void {
    if (milliseconds > WANTED_MS) this.limit = Math.max(Math.floor(Math.min(sent, this.limit) / 2), LEAST_BYTES);
    else if (milliseconds < WANTED_MS / 2 && sent >= this.limit) this.limit = Math.min(this.limit * 2, MOST_BYTES);
  }

  /** It is another line, or another broker. */
  reset(): void {
    this.limit = FIRST_BYTES;
  }
}
