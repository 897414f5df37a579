import { setTimeout as delay } from 'node:timers/promises';
import { newId, type Random } from '#libs/kernel';
import { type History, type Intention, isFinal, type Outcome } from './history.js';
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
  private readonly underWay = new Set<Promise<Outcome>>();

  constructor(
    private readonly targets: readonly Target[],
    private readonly history: History,
    private readonly random: Random,
  ) {
    this.shop = new Shop(random.fork('shop'));
  }

  start(): void {
    for (let client = 1; client <= CLIENTS; client += 1) this.clients.push(this.play(client));
  }

  /** Resolves when every client knows what became of its last request, or has given up on it, and no try is under way. */
  async stop(): Promise<void> {
    this.stoppedAt = performance.now();
    await Promise.all(this.clients);
    await Promise.all(this.underWay);
  }

  /** One request to one replica, which is not repeated: to see whether it is answered. */
  async probe(target: Target, wish: Wish): Promise<Outcome> {
    return this.attempt(this.intend(wish, { probe: true }), target, 2_000);
  }

  /** One request until it is answered. */
  async ask(wish: Wish): Promise<Outcome> {
    return this.settle(this.intend(wish), this.random, 0);
  }

  /** Clients with even numbers prefer one replica and the others the other, so that one that hangs does not stop them all. */
  private async play(client: number): Promise<void> {
    const random = this.random.fork(`client ${client}`);
    while (performance.now() < this.stoppedAt) {
      await this.settle(this.intend(this.shop.next()), random, client);
      await delay(random.between(PAUSE_MS.from, PAUSE_MS.to));
    }
  }

  private intend({ kind, method, path, body }: Wish, more: Pick<Intention, 'probe'> = {}): Intention {
    const key = newId();
    const asked = { key, kind, method, path, body: body(key), at: new Date().toISOString() };
    const intention: Intention = { entry: 'intention', ...asked, ...more };
    this.history.write(intention);
    return intention;
  }

  /** Every repeat goes to the other replica than the try before it, where that one may still be at work. */
  private async settle(intention: Intention, random: Random, preferred: number): Promise<Outcome> {
    for (let turn = preferred; ; turn += 1) {
      const outcome = await this.send(intention, turn % this.targets.length);
      if (isFinal(outcome) || performance.now() > this.stoppedAt + PERSISTENCE_MS) return outcome;
      await delay(random.between(0.5, 1.5) * RETRY_PAUSE_MS);
    }
  }

  private send(intention: Intention, index: number): Promise<Outcome> {
    const targets = this.sendsTwice ? this.targets : this.targets.slice(index, index + 1);
    return firstFinal(targets.map((target) => this.attempt(intention, target)));
  }

  private attempt(intention: Intention, target: Target, timeoutMs = TIMEOUT_MS): Promise<Outcome> {
    const attempt: Promise<Outcome> = this.attemptOnce(intention, target, timeoutMs).finally(() => this.underWay.delete(attempt));
    this.underWay.add(attempt);
    return attempt;
  }

  private async attemptOnce(intention: Intention, target: Target, timeoutMs: number): Promise<Outcome> {
    const { outcome, orders } = await tryRequest(intention, target, timeoutMs);
    this.history.write(outcome);
    if (intention.kind === 'create' || intention.kind === 'bulk') orders.forEach((order) => this.shop.remember(order));
    return outcome;
  }
}

/** The first final outcome of several tries, whatever the others wait for; another one when none is final. */
function firstFinal(tries: readonly Promise<Outcome>[]): Promise<Outcome> {
  return new Promise((resolve) => {
    for (const one of tries) void one.then((outcome) => isFinal(outcome) && resolve(outcome));
    void Promise.all(tries).then(([outcome]) => outcome && resolve(outcome));
  });
}
