import { DomainError } from '#libs/kernel';

export interface GroupingOptions<In> {
  /** Items of one group at most. */
  readonly maxGroup: number;
  /** Groups under way at a time: while one waits for the database, the next is built. */
  readonly lanes: number;
  /** Items that may wait; more are told to come back. */
  readonly maxWaiting: number;
  /** How long an item may wait for its group to begin; then it is told to come back, and nothing was done about it. */
  readonly patienceMs?: number;
  /** Two items with the same key never share a group; the second goes with a later one. */
  readonly keyOf?: (item: In) => string | undefined;
}

interface Waiting<In, Out> {
  readonly item: In;
  readonly since: number;
  readonly settle: (result: Out) => void;
  readonly fail: (error: unknown) => void;
}

/** Shorter than a request has (`DEADLINE_MS`): whoever waits in vain learns that nothing was done, and not that it is unknown. */
const PATIENCE_MS = 10_000;

/**
 * Gathers what arrives while earlier groups are being worked on, and hands it on together. When a lane is free an item goes
 * at once, with those that arrived in the same turn of the event loop; the busier it is, the larger the groups become. Nobody
 * waits for company.
 */
export class Grouping<In, Out> {
  private waiting: Waiting<In, Out>[] = [];
  private running = 0;
  private isDue = false;
  private watch?: NodeJS.Timeout;

  /** @param work answers for every item of the group in turn; it may also fail as a whole */
  constructor(
    private readonly options: GroupingOptions<In>,
    private readonly work: (group: readonly In[]) => Promise<readonly PromiseSettledResult<Out>[]>,
  ) {}

  /** @throws what the work says of this item; DomainError busy when too many wait, or for too long */
  add(item: In): Promise<Out> {
    if (this.waiting.length >= this.options.maxWaiting) {
      return Promise.reject(new DomainError('busy', 'Too many requests wait for the database.'));
    }
    return new Promise((settle, fail) => {
      this.waiting.push({ item, since: performance.now(), settle, fail });
      this.workSoon();
      this.watchPatience();
    });
  }

  /** After what has arrived by now was read: under load dozens of requests arrive in a turn. */
  private workSoon(): void {
    if (this.isDue) return;
    this.isDue = true;
    setImmediate(() => {
      this.isDue = false;
      this.workOnNext();
    });
  }

  private workOnNext(): void {
    while (this.running < this.options.lanes && this.waiting.length > 0) {
      this.running += 1;
      void this.workOn(this.takeGroup()).finally(() => {
        this.running -= 1;
        // Nobody who comes later is to go in the context of this group's request.
        if (this.waiting.length > 0) this.workSoon();
      });
    }
  }

  /** One timer for all: the first of those that wait is the first whose patience ends. */
  private watchPatience(): void {
    const [first] = this.waiting;
    if (this.watch || !first) return;
    const { patienceMs = PATIENCE_MS } = this.options;
    this.watch = setTimeout(() => {
      this.watch = undefined;
      this.dismiss(performance.now() - patienceMs);
      this.watchPatience();
    }, first.since + patienceMs - performance.now()).unref();
  }

  /** Sends away who came before that time. */
  private dismiss(before: number): void {
    const stays = this.waiting.findIndex(({ since }) => since > before);
    const dismissed = this.waiting.splice(0, stays === -1 ? this.waiting.length : stays);
    for (const { fail } of dismissed) fail(new DomainError('busy', 'The database did not get to this request in time.'));
  }

  private async workOn(group: readonly Waiting<In, Out>[]): Promise<void> {
    try {
      const results = await this.work(group.map(({ item }) => item));
      group.forEach(({ settle, fail }, index) => {
        const result = results[index];
        if (result?.status === 'fulfilled') settle(result.value);
        else fail(result?.reason ?? new Error('the group has no answer for one of its items'));
      });
    } catch (error) {
      group.forEach(({ fail }) => fail(error));
    }
  }

  /** The next items in turn. */
  private takeGroup(): Waiting<In, Out>[] {
    const { maxGroup, keyOf } = this.options;
    if (!keyOf) return this.waiting.splice(0, maxGroup);
    const keys = new Set<string>();
    const group: Waiting<In, Out>[] = [];
    const left: Waiting<In, Out>[] = [];
    for (const one of this.waiting) {
      const key = keyOf(one.item);
      const fits = group.length < maxGroup && (key === undefined || !keys.has(key));
      (fits ? group : left).push(one);
      if (fits && key !== undefined) keys.add(key);
    }
    this.waiting = left;
    return group;
  }
}
