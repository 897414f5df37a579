import { setTimeout as delay } from 'node:timers/promises';
import type { Load } from '../load/load.js';
import type { Wish } from '../load/shop.js';
import type { Replica } from '../system/replica.js';
import type { System } from '../system/system.js';
import { LOOK_EVERY_MS, WATCHED_MS } from './looking.js';

/** @returns ms until every replica answered both kinds of orders; nothing when one of them did not */
export async function untilAnswered({ replicas }: System, load: Load): Promise<number | undefined> {
  const began = performance.now();
  const kinds = [() => load.shop.draft(), () => load.shop.create()];
  const firsts = await Promise.all(replicas.flatMap((replica) => kinds.map((kind) => firstAnswer(load, replica, kind))));
  return firsts.every((at) => at !== undefined) ? Math.round(Math.max(...firsts) - began) : undefined;
}

/** Asks again and again without waiting for answers, as many clients would, so that one that hangs hides nothing. */
async function firstAnswer(load: Load, target: Replica, wish: () => Wish): Promise<number | undefined> {
  let answeredAt: number | undefined;
  for (const deadline = performance.now() + WATCHED_MS; answeredAt === undefined && performance.now() < deadline;) {
    void load.probe(target, wish()).then(({ status }) => {
      // Of a product of which nothing is left, the answer is 409.
      if (status === 201 || status === 409) answeredAt ??= performance.now();
    });
    await delay(LOOK_EVERY_MS);
  }
  return answeredAt;
}
