import { setTimeout as delay } from 'node:timers/promises';
import { newId, type Random } from '#libs/kernel';
import type { History, Intention, Outcome } from './history.js';
import { Shop, type Wish } from './shop.js';
import { tryRequest } from './try-request.js';

export interface Target {
  readonly name: string;
  readonly url: string;
}

const CLIENTS = 8;
const TIMEOUT_MS = 5_000;
/** Between two requests of one client. With eight of them the machine is busy and not full. */
const PAUSE_MS = { from: 20, to: 120 };
const RETRY_PAUSE_MS = 250;
/** How long after the end of the load a client goes on to find out what became of a request. */
const PERSISTENCE_MS = 30_000;

/** Clients that write down what they want, ask for it, and ask again under the same key until they know what became of it. */
export class Load {
  readonly shop: Shop;
  /** Every request goes to both replicas at the same time, under one key. */
  sendsTwice = false;
  private stoppedAt = Number.POSITIVE_INFINITY;
  private readonly clients: Promise<void>[] = [];

  constructor(
    private readonly targets: readonly Target[],
    private readonly history: History,
    private readonly random: Random,
  ) {
    this.shop = new Shop(random.fork('shop'));
  }

  start(): void {
    for (let client = 1; client <= CLIENTS; client += 1) this.clients.push(this.play(this.random.fork(`client ${client}`)));
  }

  /** Resolves when every client knows what became of its last request, or has given up on it. */
  async stop(): Promise<void> {
    this.stoppedAt = performance.now();
    await Promise.all(this.clients);
  }

  /** One request to one replica, which is not repeated: to see whether it is answered. */
  async probe(target: Target, wish: Wish): Promise<Outcome> {
    return this.attempt(this.intend(wish), target, 2_000);
  }

  /** One request until it is answered. */
  async ask(wish: Wish): Promise<Outcome> {
    return this.settle(this.intend(wish), this.random);
  }

  private async play(random: Random): Promise<void> {
    while (performance.now() < this.stoppedAt) {
      await this.settle(this.intend(this.shop.next()), random);
      await delay(random.between(PAUSE_MS.from, PAUSE_MS.to));
    }
  }

  private intend({ kind, method, path, body }: Wish): Intention {
    const key = newId();
    const intention: Intention = { entry: 'intention', key, kind, method, path, body: body(key), at: new Date().toISOString() };
    this.history.write(intention);
    return intention;
  }

  private async settle(intention: Intention, random: Random): Promise<Outcome> {
    for (;;) {
      const outcomes = await this.send(intention, random);
      const answered = outcomes.find(isFinal);
      if (answered) return answered;
      const [outcome] = outcomes;
      if (outcome && performance.now() > this.stoppedAt + PERSISTENCE_MS) return outcome;
      await delay(random.between(0.5, 1.5) * RETRY_PAUSE_MS);
    }
  }

  private async send(intention: Intention, random: Random): Promise<Outcome[]> {
    if (!this.sendsTwice) return [await this.attempt(intention, random.pick(this.targets))];
    return Promise.all(this.targets.map((target) => this.attempt(intention, target)));
  }

  private async attempt(intention: Intention, target: Target, timeoutMs = TIMEOUT_MS): Promise<Outcome> {
    const { outcome, order } = await tryRequest(intention, target, timeoutMs);
    this.history.write(outcome);
    if (intention.kind === 'create' && order) this.shop.remember(order);
    return outcome;
  }
}

/** An answer that a repeat would not change: done, or refused for what the request asks. */
function isFinal({ status, code }: Outcome): boolean {
  if (status === undefined || status === 429 || status >= 500) return false;
  return code !== 'idempotency_in_progress' && code !== 'order_changed';
}
